import type { RequestListener, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { Kysely } from 'kysely';
import { personSheltered } from '../alerts/sheltered.ts';
import { createBoxRegister } from '../boxes/register.ts';
import { announceChange, announceToBox } from '../boxes/several-processes.ts';
import { migrateToLatest } from '../database/migrate.ts';
import { type Database, openDatabase, refuseLockedDatabase } from '../database/open-database.ts';
import { onNoticePublished } from '../notices/public-notices.ts';
import { countAnswers } from '../operations/metrics.ts';
import { createApp, type LogLevel } from './app.ts';
import type { LocalNetwork, PlatformConfiguration } from './configuration.ts';
import type { Callers, Clock, PlatformContext, PlatformModule, Trace } from './context.ts';
import { openKeyFolder } from './key-folder.ts';
import { openDoor } from './local-network/door.ts';
import { createLogHash } from './log-hash.ts';
import { type LoopbackServers, listenOnLoopback } from './loopback-servers.ts';
import { networkAddresses, ownAddresses } from './own-addresses.ts';
import { createPairwise } from './pairwise.ts';
import { PlatformError } from './platform-error.ts';
import { problemOf } from './problems.ts';
import { addReadinessCheck } from './readiness.ts';
import { onSheltered } from './sheltered.ts';
import { Upgrades } from './upgrades.ts';

export interface PlatformOptions {
  modules: readonly PlatformModule[];
  /** Who checks access tokens; without it every guarded route answers 503 `platform.no-identity`. */
  createCallers?: (context: PlatformContext) => Callers | Promise<Callers>;
  clock?: Clock;
  trace?: Trace;
  /** An already open database (tests); it stays open at the end. */
  database?: Database;
  logLevel?: LogLevel;
  /** `/healthz` answers 503 `degraded` with the codes that this gives (none: all is well). */
  degradedBy?: () => readonly string[];
  /** Runs after the migrations and the routes, before the first request is taken (seeds). */
  prepare?: (context: PlatformContext) => Promise<void>;
}

export interface RunningPlatform {
  url: string;
  /** Where the local network reaches it, and the SHA-256 of the certificate there. */
  localNetwork?: LocalNetwork & { fingerprint: string };
  context: PlatformContext;
  app: FastifyInstance;
  close(): Promise<void>;
}

const noCallers: Callers = {
  box: () => Promise.reject(new PlatformError(503, 'platform.no-identity')),
  person: () => Promise.reject(new PlatformError(503, 'platform.no-identity')),
};

/** Before the start is over, and from its end on. */
function refuseForNow(response: ServerResponse): void {
  const problem = problemOf(503, 'platform.not-ready');
  response
    .writeHead(503, { 'content-type': 'application/problem+json', 'retry-after': '1', connection: 'close' })
    .end(JSON.stringify(problem));
}

/** An address configured with port 0 gets the port that was taken. */
function withPort(address: string, port: number): string {
  const url = new URL(address);
  if (url.port === '0') url.port = String(port);
  return url.href.replace(/\/$/, '');
}

/**
 * Starts the platform: database and migrations, both loopback addresses and, where it is wanted, the local network, the
 * modules' routes in the given order.
 * With port 0 a `publicUrl` of port 0 becomes the real one.
 * @throws DatabaseError `database.locked`; PlatformError `platform.port-taken`, `platform.not-our-address`
 */
export async function startPlatform(
  configuration: PlatformConfiguration,
  options: PlatformOptions,
): Promise<RunningPlatform> {
  const disposals: (() => Promise<void> | void)[] = [];
  const dispose = async (): Promise<void> => {
    for (const step of disposals.splice(0).reverse()) await step();
  };
  try {
    return await start(configuration, options, disposals, dispose);
  } catch (error) {
    await dispose();
    throw error;
  }
}

async function start(
  configuration: PlatformConfiguration,
  options: PlatformOptions,
  disposals: (() => Promise<void> | void)[],
  dispose: () => Promise<void>,
): Promise<RunningPlatform> {
  // Both are said before a database is made: the second start of the same platform, then a port that others took.
  if (options.database === undefined) await refuseLockedDatabase(configuration);
  let app: FastifyInstance | undefined;
  let taking = false;
  const handler: RequestListener = (request, response) => {
    if (app !== undefined && taking) app.routing(request, response);
    else refuseForNow(response);
  };
  const { drainMilliseconds } = configuration;
  const servers: LoopbackServers = await listenOnLoopback(configuration.port, handler, drainMilliseconds);
  disposals.push(() => servers.close());
  const clock = options.clock ?? (() => new Date());
  const keys = openKeyFolder(configuration.dataDirectory);
  const door =
    configuration.localNetwork &&
    (await openDoor(configuration.localNetwork, handler, { keys, clock }, drainMilliseconds));
  if (door) disposals.push(() => door.close());

  const database = options.database ?? (await openDatabase(configuration));
  if (options.database === undefined) disposals.push(() => database.close());
  await migrateToLatest(database.kysely, options.modules);

  const publicUrl = withPort(configuration.publicUrl, servers.port);
  const own = {
    loopback: ownAddresses(servers.port, publicUrl),
    localNetwork: door && networkAddresses(door.localNetwork),
  };
  const upgrades = new Upgrades(own.loopback);
  const behindProxy = publicUrl.startsWith('https:');
  const running = createApp(own, options.logLevel ?? 'warn', behindProxy);
  app = running;
  // Undone in reverse: streams, requests in flight, routes, database.
  disposals.push(() => running.close());
  disposals.push(() => servers.close());
  if (door) disposals.push(() => door.close());
  disposals.push(() => upgrades.close());

  const tables = <T>(): Kysely<T> => database.kysely as unknown as Kysely<T>;
  const context: PlatformContext = {
    configuration: {
      ...configuration,
      port: servers.port,
      publicUrl,
      certificationUrl: withPort(configuration.certificationUrl, servers.port),
      ...(door ? { localNetwork: door.localNetwork } : {}),
    },
    clock,
    tables,
    callers: noCallers,
    boxes: createBoxRegister(tables(), (box) => announceToBox(context, box, 'requests-changed')),
    pairwise: createPairwise(keys),
    logHash: createLogHash(keys, clock),
    trace: options.trace ?? (() => undefined),
    keys,
    onUpgrade(path, handler) {
      running.registeredRoutes.push({ methods: [], path, schema: {}, upgrade: true });
      upgrades.add(path, handler);
    },
    onNotify: (channel, wake) => database.listen(channel, wake),
    onClose: (step) => void disposals.push(step),
    ...(database.pool === undefined ? {} : { pool: database.pool }),
  };
  countAnswers(running, context);
  const { listening } = database;
  if (listening !== undefined) addReadinessCheck(context, 'notifications', listening);
  if (options.createCallers !== undefined) context.callers = await options.createCallers(context);

  const degradedBy = options.degradedBy ?? (() => []);
  running.get('/healthz', async (_request, reply) => {
    const codes = degradedBy();
    if (codes.length === 0) return { status: 'ok' };
    return reply.code(503).send({ status: 'degraded', codes });
  });
  for (const module of options.modules) {
    await running.register(async (scope) => module.routes(scope, context));
  }
  // Neither module knows the other; here they meet.
  onNoticePublished(context, (municipality) => {
    announceChange(context, municipality, 'notices-changed');
  });
  onSheltered(context, ({ municipality, subject, at, sheltered }) =>
    personSheltered(context, municipality, subject, at, sheltered),
  );
  await options.prepare?.(context);
  await running.ready();
  for (const server of servers.servers) upgrades.serve(server);
  taking = true;
  return {
    url: `http://localhost:${servers.port}`,
    ...(door ? { localNetwork: { ...door.localNetwork, fingerprint: door.fingerprint } } : {}),
    context,
    app: running,
    close: () => {
      taking = false;
      return dispose();
    },
  };
}
