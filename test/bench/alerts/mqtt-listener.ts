import { connect, type Socket } from 'node:net';
import { now } from './measurements.ts';

const CONNECT = 0x10;
const CONNACK = 0x20;
const PUBLISH = 0x30;
const PUBACK = 0x40;
const SUBSCRIBE = 0x82;
const SUBACK = 0x90;

/** A length as MQTT writes it (3.1.1 §2.2.3). */
function lengthBytes(length: number): number[] {
  const bytes: number[] = [];
  let rest = length;
  do {
    bytes.push(rest >= 128 ? (rest % 128) | 0x80 : rest);
    rest = Math.floor(rest / 128);
  } while (rest > 0);
  return bytes;
}

const packet = (type: number, body: Buffer): Buffer =>
  Buffer.concat([Buffer.from([type, ...lengthBytes(body.length)]), body]);

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes]);
}

/** CONNECT of a clean session without keep-alive. */
export const connectPacket = (client: string): Buffer =>
  packet(CONNECT, Buffer.concat([text('MQTT'), Buffer.from([4, 2, 0, 0]), text(client)]));

/** PUBLISH with QoS 1. */
export const publishPacket = (topic: string, payload: Buffer): Buffer =>
  packet(PUBLISH | 2, Buffer.concat([text(topic), Buffer.from([0, 1]), payload]));

interface Packet {
  type: number;
  flags: number;
  body: Buffer;
}

function takePacket(bytes: Buffer): { packet: Packet; rest: Buffer } | undefined {
  let length = 0;
  let at = 1;
  for (let factor = 1; ; factor *= 128) {
    const byte = bytes[at];
    if (byte === undefined) return undefined;
    at += 1;
    length += (byte & 0x7f) * factor;
    if (byte < 128) break;
  }
  if (bytes.length < at + length) return undefined;
  const [type, flags] = [bytes[0]! & 0xf0, bytes[0]! & 0x0f];
  return {
    packet: { type, flags, body: bytes.subarray(at, at + length) },
    rest: bytes.subarray(at + length),
  };
}

/** One MQTT 3.1.1 client that listens to a topic with QoS 1 and acknowledges what it hears. */
export class MqttListener {
  /** When the first message came. */
  heardAt: bigint | undefined;
  private socket: Socket | undefined;
  private bytes: Buffer = Buffer.alloc(0);

  constructor(private readonly client: string) {}

  /** Resolves when the broker has confirmed the subscription. */
  subscribe(port: number, topic: string): Promise<void> {
    return new Promise((subscribed, failed) => {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true });
      this.socket = socket;
      socket.on('error', failed);
      socket.on('connect', () => socket.write(connectPacket(this.client)));
      socket.on('data', (part) => {
        this.bytes = this.bytes.length === 0 ? part : Buffer.concat([this.bytes, part]);
        for (let found = takePacket(this.bytes); found; found = takePacket(this.bytes)) {
          this.bytes = found.rest;
          this.hear(found.packet, topic, subscribed);
        }
      });
    });
  }

  private hear({ type, flags, body }: Packet, topic: string, subscribed: () => void): void {
    if (type === CONNACK) {
      this.socket?.write(
        packet(SUBSCRIBE, Buffer.concat([Buffer.from([0, 1]), text(topic), Buffer.from([1])])),
      );
    } else if (type === SUBACK) {
      subscribed();
    } else if (type === PUBLISH) {
      this.heardAt ??= now();
      if ((flags & 6) === 0) return;
      const id = 2 + body.readUInt16BE(0);
      this.socket?.write(packet(PUBACK, body.subarray(id, id + 2)));
    }
  }

  close(): void {
    this.socket?.destroy();
  }
}
