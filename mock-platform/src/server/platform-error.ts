/** A refusal that a caller may see: becomes `application/problem+json` with this status and stable code. */
export class PlatformError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    /** For programmers; never a name, a serial or a token. */
    detail?: string,
    /** For `request.malformed`: which fields, as JSON pointers. */
    readonly errors?: readonly { path: string; message: string }[],
  ) {
    super(detail ?? code);
    this.name = 'PlatformError';
  }
}

/** 400 `request.malformed` naming one field. */
export function malformed(path: string, message: string): PlatformError {
  return new PlatformError(400, 'request.malformed', undefined, [{ path, message }]);
}
