import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { CallerRequest, PlatformContext, RegisteredBox } from '../server/context.ts';
import { metricsOf } from '../server/metrics.ts';
import { PlatformError } from '../server/platform-error.ts';
import { problemOfError } from '../server/problems.ts';
import { refuseUpgrade } from '../server/upgrades.ts';
import { Presence } from './presence.ts';
import { boxServices } from './services.ts';
import { listenToProcesses } from './several-processes.ts';
import { StreamHub } from './stream-hub.ts';
import type { BoxesTables } from './tables.ts';

const maxPayloadBytes = 64 * 1024;

/** Checks the box's own token on the upgrade request: once per connection (D8). */
async function callingBox(context: PlatformContext, request: IncomingMessage): Promise<RegisteredBox> {
  const { headers, method, url } = request;
  const call: CallerRequest = { headers, method: method ?? 'GET', url: url ?? '' };
  const caller = await context.callers.box(call, 'boxes');
  const box = await context.boxes.find(caller.client_id);
  if (box === undefined) throw new PlatformError(403, 'box.unknown');
  if (box.blocked) throw new PlatformError(403, 'box.blocked');
  return box;
}

async function noteConnection(context: PlatformContext, box: RegisteredBox, clock: Date): Promise<void> {
  const now = context.clock();
  await context
    .tables<BoxesTables>()
    .updateTable('boxes.box')
    .set({ seen_at: now, clock_error: (clock.getTime() - now.getTime()) / 1000 })
    .where('id', '=', box.box)
    .execute();
}

/** Serves the WebSocket `/boxes/stream` and returns the hub of its connections. */
export async function openStream(context: PlatformContext): Promise<StreamHub> {
  const services = boxServices(context);
  const presence = new Presence(context.tables<BoxesTables>());
  const hub = new StreamHub(
    {
      resume: (box, cursor) => services.stream.resume(box, cursor),
      receipts: (box, receipts) => services.stream.receipts(box, receipts),
      signedReceipts: (box, statements) => services.stream.signedReceipts(box, statements),
      answer: (box, statement) => services.stream.answer(box, statement),
      connected: (box, clock) => noteConnection(context, box, clock),
    },
    context.clock,
    presence,
  );
  const server = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: maxPayloadBytes,
    clientTracking: false,
  });
  const take = async (request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    try {
      const box = await callingBox(context, request);
      server.handleUpgrade(request, socket, head, (webSocket) => hub.accept(box, webSocket));
    } catch (error) {
      const { status, code } = problemOfError(error);
      refuseUpgrade(socket, status, code);
    }
  };
  context.onUpgrade('/boxes/stream', (request, socket, head) => void take(request, socket, head));
  services.hub = hub;
  services.presence = presence;
  metricsOf(context).gauge('chanoma_boxes_connected', 'Boxes connected to this process', () => hub.size);
  await presence.start(() => hub.boxes);
  context.onClose(() => presence.stop());
  context.onClose(() => hub.close());
  await listenToProcesses(context, hub);
  return hub;
}
