import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { cancelOrder } from '../../../mock-platform/src/alerts/amend-order.ts';
import { issueOrder } from '../../../mock-platform/src/alerts/issue-order.ts';
import type { AlertsTables } from '../../../mock-platform/src/alerts/tables.ts';
import { townKeys } from '../../../mock-platform/src/alerts/town-keys.ts';
import type { PlatformConfiguration } from '../../../mock-platform/src/server/configuration.ts';
import { platformCallers, productionModules } from '../../../mock-platform/src/server/modules.ts';
import { startPlatform } from '../../../mock-platform/src/server/platform.ts';
import { now } from './measurements.ts';
import { type BoxKey, boxTokens, district, municipality, populate } from './populate.ts';

/** What the bench asks of a platform process. */
export type PlatformAsk =
  | { kind: 'populate'; key: BoxKey; boxes: number }
  /** An id that has been used sends nothing again. */
  | { kind: 'release'; id?: string }
  | { kind: 'cancel'; order: string }
  | { kind: 'memory' }
  /** Processor time since the start, milliseconds: beside other work it says more than a clock. */
  | { kind: 'cpu' }
  /** How many boxes have a durable receipt of both kinds for the order. */
  | { kind: 'count'; order: string }
  /** The message as boxes get it. */
  | { kind: 'message'; order: string };

const configuration = JSON.parse(process.argv[2] ?? '') as PlatformConfiguration;
const platform = await startPlatform(configuration, {
  modules: productionModules,
  createCallers: platformCallers,
  logLevel: 'warn',
});
const { context } = platform;

async function release(id: string): Promise<{ order: string; at: string }> {
  const at = now().toString();
  await issueOrder(context, municipality.code, 'bench', {
    id,
    status: 'live',
    hazard: 'landslide',
    level: 4,
    districts: [district],
    sentences: [
      'ひより{小学校|しょうがっこう}へ いってください。',
      'がけの ちかくを とおらないで ください。',
    ],
    agencyMessage: 'レベル4土砂災害危険警報',
    minutes: 60,
  });
  return { order: id, at };
}

async function durable(order: string): Promise<{ boxes: number }> {
  const { rows } = await sql<{ boxes: number }>`
    select count(*)::int as boxes from (
      select box from alerts.receipt where "order" = ${order}::uuid
      group by box having count(distinct event) = 2
    ) as box`.execute(context.tables<AlertsTables>());
  return { boxes: rows[0]!.boxes };
}

async function message(order: string): Promise<{ text: string }> {
  const { number, jws } = await context
    .tables<AlertsTables>()
    .selectFrom('alerts.order')
    .select(['number', 'jws'])
    .where('id', '=', order)
    .executeTakeFirstOrThrow();
  return { text: JSON.stringify({ type: 'order', cursor: number, order: jws }) };
}

async function answer(ask: PlatformAsk): Promise<object> {
  switch (ask.kind) {
    case 'populate': {
      const boxes = await populate(context, ask.key, ask.boxes);
      return {
        tokens: await boxTokens(context, ask.key, boxes),
        townKeys: await townKeys(context, municipality.code),
      };
    }
    case 'release':
      return release(ask.id ?? randomUUID());
    case 'cancel':
      return cancelOrder(context, municipality.code, 'bench', ask.order);
    case 'memory':
      globalThis.gc?.();
      return { bytes: process.memoryUsage().rss };
    case 'cpu': {
      const { user, system } = process.cpuUsage();
      return { milliseconds: Math.round((user + system) / 1000) };
    }
    case 'count':
      return durable(ask.order);
    case 'message':
      return message(ask.order);
  }
}

process.on('message', (ask: PlatformAsk) => {
  answer(ask).then(
    (result) => process.send?.({ result }),
    (error: Error) => process.send?.({ error: error.message }),
  );
});
process.on('disconnect', () => void platform.close().then(() => process.exit(0)));
process.send?.({ port: Number(new URL(platform.url).port) });
