/** A short command (ISO/IEC 7816-4 §5.2). */
export interface Command {
  cla: number;
  ins: number;
  p1: number;
  p2: number;
  data: Uint8Array;
  /** Bytes expected, 1–256; undefined when the command has no Le. */
  le: number | undefined;
}

/** Reads a short command; undefined when its lengths do not fit together. Extended lengths are not taken. */
export function parseCommand(bytes: Uint8Array): Command | undefined {
  if (bytes.length < 4) return undefined;
  const [cla, ins, p1, p2] = bytes as unknown as [number, number, number, number];
  const header = { cla, ins, p1, p2 };
  if (bytes.length === 4) return { ...header, data: new Uint8Array(), le: undefined };
  const third = bytes[4]!;
  if (bytes.length === 5) return { ...header, data: new Uint8Array(), le: third || 256 };
  const end = 5 + third;
  if (third === 0 || (bytes.length !== end && bytes.length !== end + 1)) return undefined;
  const data = bytes.slice(5, end);
  return { ...header, data, le: bytes.length === end ? undefined : bytes[end]! || 256 };
}

/** Data and status word in one piece, as a card sends them. */
export function response(status: number, data: Uint8Array = new Uint8Array()): Uint8Array {
  return Uint8Array.from([...data, status >> 8, status & 0xff]);
}
