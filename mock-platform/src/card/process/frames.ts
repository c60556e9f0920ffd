/** Frames of vpcd: two bytes of length (big-endian), then that many bytes. */
export class Frames {
  private rest: Buffer = Buffer.alloc(0);

  /** Whole frames that are complete with this chunk. */
  add(chunk: Uint8Array): Buffer[] {
    this.rest = Buffer.concat([this.rest, chunk]);
    const complete: Buffer[] = [];
    while (this.rest.length >= 2) {
      const end = 2 + this.rest.readUInt16BE(0);
      if (this.rest.length < end) break;
      complete.push(this.rest.subarray(2, end));
      this.rest = this.rest.subarray(end);
    }
    return complete;
  }
}

/** One frame, in a single piece: two writes would wait for each other's acknowledgement. */
export function frame(payload: Uint8Array): Buffer {
  const header = Buffer.alloc(2);
  header.writeUInt16BE(payload.length);
  return Buffer.concat([header, payload]);
}
