import pg from 'pg';

/** A statement is prepared from its so manieth use on. */
const usesBefore = 8;
/** Beyond so many kinds of statements (lists of values of every length) no more are looked at. */
const mostKinds = 1000;

/** How often each statement was used in this process, and its name once it is worth preparing. */
const uses = new Map<string, number>();
const names = new Map<string, string>();

/** The name under which a statement is prepared; undefined while it is not. */
function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined) return known;
  const count = (uses.get(text) ?? 0) + 1;
  if (count === 1 && uses.size >= mostKinds) return undefined;
  uses.set(text, count);
  // Columns that are not named may become others by a migration; a prepared statement then fails.
  if (count < usesBefore || text.includes('*')) return undefined;
  const name = `s${names.size}`;
  names.set(text, name);
  return name;
}

type Query = (config: unknown, values?: unknown, callback?: unknown) => unknown;

/**
 * A connection that prepares the statements it is often asked for: the server reads and plans each of them once.
 * Poolers between platform and server must keep a session's statements (PgBouncer 1.21 and newer do).
 */
export class PreparingClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    // The pool listens to idle connections only: one that breaks while it is in use fails its queries, not the process.
    this.on('error', () => undefined);
    const plain = super.query.bind(this) as Query;
    const prepared: Query = (text, values, callback) => {
      const name = typeof text === 'string' && Array.isArray(values) ? nameOf(text) : undefined;
      return name === undefined ? plain(text, values, callback) : plain({ name, text, values }, callback);
    };
    this.query = prepared as typeof this.query;
  }
}
