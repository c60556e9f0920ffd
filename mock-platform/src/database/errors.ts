/** A refusal of the database layer. `code` is stable; the message is for the person who runs the platform. */
export class DatabaseError extends Error {
  constructor(
    readonly code: 'database.locked' | 'database.closed' | 'database.failed-to-start',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'DatabaseError';
  }
}
