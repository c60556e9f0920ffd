import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { PlatformContext } from '../server/context.ts';
import type { KeyFolder } from '../server/key-folder.ts';
import { metricsOf } from '../server/metrics.ts';
import { PlatformError } from '../server/platform-error.ts';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Text, so that a monitoring server can take the file as it is. */
const tokenOf = (keys: KeyFolder): string =>
  Buffer.from(
    keys.readOrCreate('metrics-token', () => Buffer.from(randomBytes(32).toString('base64url'))),
  ).toString();

/** @throws PlatformError 401 `monitor.token` */
function callingMonitor(context: PlatformContext, request: FastifyRequest): void {
  const shown = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
  if (!timingSafeEqual(digest(shown), digest(tokenOf(context.keys))))
    throw new PlatformError(401, 'monitor.token');
}

const steps: Record<string, string> = {
  '/identity/challenges': 'challenge',
  '/identity/logins': 'verdict',
  '/oidc/*': 'token',
};

/** Counts the answers of all modules. */
export function countAnswers(app: FastifyInstance, context: PlatformContext): void {
  const { answers, requestSeconds } = metricsOf(context);
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    const status = reply.raw.statusCode;
    answers.inc({ route, status: `${Math.floor(status / 100)}xx` });
    const step = steps[route];
    if (step !== undefined) requestSeconds.observe({ step }, reply.elapsedTime / 1000);
  });
}

function watchProcess(context: PlatformContext): void {
  const metrics = metricsOf(context);
  const delay: IntervalHistogram = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  context.onClose(() => void delay.disable());
  metrics.gauge(
    'chanoma_event_loop_lag_seconds',
    'Event loop lag since the last scrape, 99th percentile',
    () => {
      const lag = delay.percentile(99) / 1e9;
      delay.reset();
      return Number.isFinite(lag) ? lag : 0;
    },
  );
  metrics.gauge('process_resident_memory_bytes', 'Memory of the process', () => process.memoryUsage.rss());
  const startedAt = Date.now() / 1000 - process.uptime();
  metrics.gauge('process_start_time_seconds', 'When the process began, Unix time', () => startedAt);
  const { pool } = context;
  if (pool === undefined) return;
  metrics.gauge('chanoma_database_connections', 'Connections of the pool', () => pool().total);
  metrics.gauge('chanoma_database_waiting', 'Queries that wait for a connection', () => pool().waiting);
}

/**
 * `GET /metrics` for Prometheus: on the platform's own port, for whoever shows the secret `metrics-token` of the key
 * folder (D18: nothing internal is open because somebody forgot a firewall).
 */
export function metricsRoutes(app: FastifyInstance, context: PlatformContext): void {
  watchProcess(context);
  app.get('/metrics', async (request, reply) => {
    callingMonitor(context, request);
    const { registry } = metricsOf(context);
    return reply.type(registry.contentType).send(await registry.metrics());
  });
}
