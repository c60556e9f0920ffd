const MASK_WITHOUT_EFFECT = 4;

/**
 * A text message as one WebSocket frame of a client (RFC 6455 §5.2). The masking key is zero, which the standard allows and
 * which leaves the bytes as they are: simulated boxes must cost little on the cores that they share with the platform.
 */
export function clientFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  const { length } = payload;
  const head = length < 126 ? 2 : 4;
  const frame = Buffer.alloc(head + MASK_WITHOUT_EFFECT + length);
  frame[0] = 0x81;
  if (length < 126) frame[1] = 0x80 | length;
  else {
    frame[1] = 0x80 | 126;
    frame.writeUInt16BE(length, 2);
  }
  payload.copy(frame, head + MASK_WITHOUT_EFFECT);
  return frame;
}

/** An empty pong with the payload of a ping. */
export function pongFrame(payload: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0x8a, 0x80 | payload.length, 0, 0, 0, 0]), payload]);
}

export interface ServerFrame {
  opcode: number;
  payload: Buffer;
}

/** Takes whole frames of a server out of what arrived; `rest` waits for more. Servers neither mask nor, here, fragment. */
export function takeFrames(bytes: Buffer): { frames: ServerFrame[]; rest: Buffer } {
  const frames: ServerFrame[] = [];
  let at = 0;
  while (bytes.length - at >= 2) {
    const short = bytes[at + 1]! & 0x7f;
    const head = short < 126 ? 2 : short === 126 ? 4 : 10;
    if (bytes.length - at < head) break;
    const length =
      short < 126
        ? short
        : short === 126
          ? bytes.readUInt16BE(at + 2)
          : Number(bytes.readBigUInt64BE(at + 2));
    if (bytes.length - at < head + length) break;
    frames.push({ opcode: bytes[at]! & 0x0f, payload: bytes.subarray(at + head, at + head + length) });
    at += head + length;
  }
  return { frames, rest: bytes.subarray(at) };
}
