import { readFile } from 'node:fs/promises';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { Pairing, PairingRequest, ReaderRequest, ReaderState, Room } from '../protocol/living-room.ts';
import type { PlatformModule } from '../server/context.ts';
import { requireOwnOrigin } from '../server/own-addresses.ts';
import type { DemoBox } from './options.ts';
import { servePageSocket } from './page-socket.ts';
import type { Pairings } from './pairings.ts';
import type { DemoReaders } from './readers.ts';
import { staffPage, staffPagePolicy } from './staff-page.ts';
import type { TraceHub } from './trace-hub.ts';

export interface LivingRoom {
  boxes: readonly DemoBox[];
  room: Room;
  readers: DemoReaders;
  pairings: Pairings;
  hub: TraceHub;
}

const page = new URL('../../dist/pages/living-room.html', import.meta.url);

/** The page may show the boxes' televisions and talk to itself, nothing else. */
const pagePolicy = (boxes: readonly DemoBox[]): string => {
  const frames = boxes.flatMap(({ agentPort }) =>
    ['localhost', '127.0.0.1'].map((host) => `http://${host}:${agentPort}`),
  );
  return `default-src 'self'; img-src 'self' data:; frame-src ${frames.join(' ')}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
};

/** The demo's first page and what it asks for (D18: only under `npm start`, only on loopback). */
export function livingRoomModule({ boxes, room, readers, pairings, hub }: LivingRoom): PlatformModule {
  return {
    name: 'living-room',
    migrations: {},
    routes(plain: FastifyInstance, context) {
      const app = plain.withTypeProvider<ZodTypeProvider>();
      servePageSocket(context, { hub, readers, pairings });

      app.get('/', async (_request, reply) =>
        reply
          .type('text/html; charset=utf-8')
          .header('content-security-policy', pagePolicy(boxes))
          .send(await readFile(page)),
      );
      app.get('/living-room/staff', (_request, reply) =>
        reply
          .type('text/html; charset=utf-8')
          .header('content-security-policy', staffPagePolicy)
          .send(staffPage),
      );
      app.get('/living-room/room', { schema: { response: { 200: Room } } }, () => room);
      app.get('/living-room/reader', { schema: { response: { 200: ReaderState } } }, () => readers.state);
      app.post(
        '/living-room/reader',
        { onRequest: requireOwnOrigin, schema: { body: ReaderRequest, response: { 200: ReaderState } } },
        ({ body }) => readers.apply(body),
      );
      app.post(
        '/living-room/pairings',
        { onRequest: requireOwnOrigin, schema: { body: PairingRequest, response: { 200: Pairing } } },
        ({ body }) => pairings.open(body.household),
      );
    },
  };
}
