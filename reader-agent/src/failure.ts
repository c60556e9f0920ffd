/**
 * A refusal that may be told to the page, to support and to programs: `code` is one of `failures` (this agent) or a
 * refusal code of the platform. The message is for logs and never holds personal data.
 */
export class AgentFailure extends Error {
  constructor(
    readonly code: string,
    message: string = code,
    /** JSON pointer of the field that is wrong, for `request.malformed`. */
    readonly path?: string,
    /** Whose card it is, where the platform may say so beside a refusal (D2). */
    readonly resident?: string,
  ) {
    super(message);
    this.name = 'AgentFailure';
  }
}

/** The stable code of anything that was thrown; `otherwise` for errors that have none. */
export function codeOf(error: unknown, otherwise: string): string {
  if (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    error.code.includes('.')
  ) {
    return error.code;
  }
  return otherwise;
}
