import * as z from 'zod/mini';
import { Paired, ReaderState, TraceEvent } from '../../protocol/living-room.ts';

const Message = z.discriminatedUnion('type', [
  z.object({ type: z.literal('trace'), event: TraceEvent }),
  z.object({ type: z.literal('reader'), state: ReaderState }),
  z.object({ type: z.literal('paired'), paired: Paired }),
]);

export interface LiveEvents {
  trace(event: TraceEvent): void;
  reader(state: ReaderState): void;
  /** Some window, perhaps this one, now shows a household's television. */
  paired(paired: Paired): void;
  /** The line to the platform is up (again) or lost. */
  connected(up: boolean): void;
}

/** Follows the room over its socket for as long as the page lives; comes back by itself after at most 5 s. */
export function followRoom(events: LiveEvents): void {
  let wait = 500;
  const connect = () => {
    const url = new URL('/living-room/trace', location.href);
    url.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
    const socket = new WebSocket(url);
    socket.addEventListener('open', () => {
      wait = 500;
      events.connected(true);
    });
    socket.addEventListener('message', ({ data }) => {
      const message = Message.safeParse(parse(data));
      if (!message.success) return;
      if (message.data.type === 'trace') events.trace(message.data.event);
      else if (message.data.type === 'reader') events.reader(message.data.state);
      else events.paired(message.data.paired);
    });
    socket.addEventListener('close', () => {
      events.connected(false);
      setTimeout(connect, wait);
      wait = Math.min(wait * 2, 5000);
    });
  };
  connect();
}

function parse(data: unknown): unknown {
  try {
    return JSON.parse(String(data));
  } catch {
    return undefined;
  }
}
