import type { Socket } from 'node:net';
import * as ws from 'ws';
import type { ToBox } from '../protocol/boxes.ts';

interface FrameOptions {
  fin: boolean;
  rsv1: boolean;
  opcode: number;
  mask: boolean;
  readOnly: boolean;
}

// Exported by ws, absent from its type declarations.
const { Sender } = ws as unknown as { Sender: { frame(data: Buffer, options: FrameOptions): Buffer[] } };
const textFrame: FrameOptions = { fin: true, rsv1: false, opcode: 1, mask: false, readOnly: true };

/** A message as the bytes of one WebSocket text frame, to be written to many sockets. */
export function frameOf(message: ToBox): Buffer {
  return Buffer.concat(Sender.frame(Buffer.from(JSON.stringify(message)), textFrame));
}

/**
 * Writes a ready frame past ws's own framing, which would copy it for every receiver. Right only because compression is
 * off and we never fragment: then ws keeps no state between frames.
 */
export function writeFrame(socket: ws.WebSocket, frame: Buffer): void {
  if (socket.readyState !== socket.OPEN) return;
  (socket as unknown as { _socket: Socket })._socket.write(frame);
}
