import type { Socket } from 'node:net';
import type * as ws from 'ws';
import type { ToBox } from '../protocol/boxes.ts';

/** Final text frame without a mask (RFC 6455 §5.2). */
const finalText = 0x81;

/** A message as the bytes of one WebSocket text frame, to be written to any number of sockets. */
export function frameOf(message: ToBox): Buffer {
  const text = JSON.stringify(message);
  const length = Buffer.byteLength(text);
  const head = length < 126 ? 2 : length < 0x10000 ? 4 : 10;
  const frame = Buffer.allocUnsafe(head + length);
  frame[0] = finalText;
  if (head === 2) frame[1] = length;
  else if (head === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.write(text, head);
  return frame;
}

/**
 * Writes a ready frame past ws's own framing, which would copy it for every receiver. Right only because compression is
 * off and we never fragment: then ws keeps no state between frames.
 */
export function writeFrame(socket: ws.WebSocket, frame: Buffer): void {
  if (socket.readyState !== socket.OPEN) return;
  (socket as unknown as { _socket: Socket })._socket.write(frame);
}
