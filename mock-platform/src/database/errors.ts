/** What the database layer and its commands refuse, and what each means to the person who runs the platform. */
export type DatabaseErrorCode =
  | 'database.locked'
  | 'database.closed'
  | 'database.failed-to-start'
  | 'database.unreachable'
  | 'database.other-keys'
  | 'database.unknown-migration'
  | 'database.no-way-back'
  | 'copy.target-not-empty'
  | 'copy.unreadable'
  | 'copy.differs';

/** A refusal of the database layer. `code` is stable; the message is for the person who runs the platform. */
export class DatabaseError extends Error {
  constructor(
    readonly code: DatabaseErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'DatabaseError';
  }
}
