import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { sql } from 'kysely';
import { WebSocketServer } from 'ws';
import { Batches } from '../database/batches.ts';
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

/** Notes when a box came and how wrong its clock is; after a restart all come at once, so many are written together. */
function connectionNotes(context: PlatformContext): (box: RegisteredBox, clock: Date) => Promise<void> {
  const notes = new Batches(async (rows: readonly { box: string; clock: Date }[]) => {
    const now = context.clock();
    const errors = rows.map(({ clock }) => (clock.getTime() - now.getTime()) / 1000);
    await sql`
      update boxes.box as box set seen_at = ${now}::timestamptz, clock_error = row.error
      from unnest(${rows.map(({ box }) => box)}::uuid[], ${errors}::float8[]) as row (box, error)
      where box.id = row.box`.execute(context.tables<BoxesTables>());
    return rows.map(() => undefined);
  });
  return ({ box }, clock) => notes.ask({ box, clock });
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
      watchOver: (box) => services.watchOver.watchOver(box),
      watchOverAnswer: (box, statement) => services.watchOver.watchOverAnswer(box, statement),
      connected: connectionNotes(context),
    },
    context.clock,
    presence,
    (box) => context.pairwise('town', box.household),
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
