import { WebSocket, WebSocketServer } from 'ws';
import type { PlatformContext } from '../server/context.ts';
import type { Pairings } from './pairings.ts';
import type { DemoReaders } from './readers.ts';
import type { TraceHub } from './trace-hub.ts';

/** Pushes steps, reader changes and pairings to every open living-room page (`/living-room/trace`). */
export function servePageSocket(
  context: PlatformContext,
  { hub, readers, pairings }: { hub: TraceHub; readers: DemoReaders; pairings: Pairings },
): void {
  const server = new WebSocketServer({ noServer: true, maxPayload: 1024 });
  const broadcast = (message: unknown): void => {
    const text = JSON.stringify(message);
    for (const page of server.clients) if (page.readyState === WebSocket.OPEN) page.send(text);
  };
  const stops = [
    hub.subscribe((event) => broadcast({ type: 'trace', event })),
    readers.subscribe((state) => broadcast({ type: 'reader', state })),
    pairings.subscribe((paired) => broadcast({ type: 'paired', paired })),
  ];
  context.onUpgrade('/living-room/trace', (request, socket, head) =>
    server.handleUpgrade(request, socket, head, (page) => {
      page.on('error', () => page.terminate());
      page.send(JSON.stringify({ type: 'reader', state: readers.state }));
      for (const paired of pairings.latest) page.send(JSON.stringify({ type: 'paired', paired }));
    }),
  );
  context.onClose(() => {
    for (const stop of stops) stop();
    for (const page of server.clients) page.terminate();
    server.close();
  });
}
