import { Counter, Gauge, Histogram, Registry } from 'prom-client';

const seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/**
 * What is counted about one running platform, few and without anything about persons: no name, serial, box or household
 * is ever a label.
 */
export class Metrics {
  readonly registry = new Registry();
  private readonly own = { registers: [this.registry] };

  readonly logins = new Counter({
    ...this.own,
    name: 'chanoma_logins_total',
    help: 'Decided logins, by asked tier and result (allowed, or the code of the refusal)',
    labelNames: ['tier', 'result'],
  });
  readonly requestSeconds = new Histogram({
    ...this.own,
    name: 'chanoma_login_step_seconds',
    help: 'Time to answer a step of a login: challenge, verdict or token',
    labelNames: ['step'],
    buckets: seconds,
  });
  readonly answers = new Counter({
    ...this.own,
    name: 'chanoma_answers_total',
    help: 'Answers, by pattern of the address and class of the status',
    labelNames: ['route', 'status'],
  });
  readonly revocationQueries = new Counter({
    ...this.own,
    name: 'chanoma_revocation_queries_total',
    help: 'Questions about revocation, by source (crl, ocsp) and authority',
    labelNames: ['source', 'authority'],
  });

  readonly listRefreshes = new Counter({
    ...this.own,
    name: 'chanoma_revocation_list_refreshes_total',
    help: 'Revocation lists looked after in the background, by result (current, failed)',
    labelNames: ['result'],
  });

  /** A value that is read at every scrape. */
  gauge(name: string, help: string, read: () => number | Promise<number>): void {
    new Gauge({
      ...this.own,
      name,
      help,
      async collect() {
        this.set(await read());
      },
    });
  }
}

const all = new WeakMap<object, Metrics>();

/** The metrics of one running platform; the same object for everybody who asks with its context. */
export function metricsOf(context: object): Metrics {
  const found = all.get(context) ?? new Metrics();
  all.set(context, found);
  return found;
}
