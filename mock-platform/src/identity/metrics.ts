import type { PlatformContext } from '../server/context.ts';
import { metricsOf } from '../server/metrics.ts';
import { auditQueue } from './audit/queue.ts';
import type { ListSource } from './revocation/crl-source.ts';
import type { RevocationSource } from './revocation/status.ts';

/** The source, with every question to the certification service counted. */
export function countQueries(source: RevocationSource, context: PlatformContext): RevocationSource {
  const { revocationQueries } = metricsOf(context);
  return {
    name: source.name,
    ask: (certificate, anchor, onQuery) =>
      source.ask(certificate, anchor, (query) => {
        revocationQueries.inc({ source: query.kind, authority: query.authority });
        onQuery?.(query);
      }),
  };
}

/** Figures of identity that are read at every scrape. */
export function exposeMetrics(context: PlatformContext, lists: ListSource): void {
  const metrics = metricsOf(context);
  const queue = auditQueue(context);
  metrics.gauge('chanoma_audit_queue', 'Audit entries that wait to be written', () => queue.length);
  metrics.gauge('chanoma_revocation_lists', 'Revocation lists in hand', () => lists.inHand.count);
  metrics.gauge('chanoma_revocation_oldest_list_seconds', 'Age of the oldest revocation list in hand', () => {
    const { oldest } = lists.inHand;
    return oldest === undefined ? 0 : (context.clock().getTime() - oldest.getTime()) / 1000;
  });
}
