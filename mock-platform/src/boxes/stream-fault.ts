/** A message of a box that is refused: nothing of it is stored, the connection goes on. */
export class StreamFault extends Error {
  constructor(
    readonly code: string,
    /** JSON pointer of the field. */
    readonly path: string,
    message: string,
  ) {
    super(message);
  }
}
