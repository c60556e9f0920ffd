import { type Kysely, sql } from 'kysely';
import type { PlatformContext } from '../../server/context.ts';
import { dayInJapan } from '../relying-parties/register.ts';
import type { RevocationSource } from '../revocation/status.ts';
import type { IdentityTables } from '../tables.ts';

/** What is counted for the bill (S8). */
export type UsageKind =
  | 'logins-allowed'
  | 'logins-refused'
  | 'logins-elsewhere'
  | 'ocsp-queries'
  | 'crl-queries';

const flushEveryMs = 10_000;

/**
 * Counts logins and questions to the certification service per operator, service and month in Japan. Counts are held in
 * memory and written in batches every ten seconds and at the end: no request waits for them, and after a crash at most
 * those of ten seconds are missing.
 */
export class UsageCounter {
  private counts = new Map<string, number>();
  private writing: Promise<void> = Promise.resolve();

  constructor(private readonly context: Pick<PlatformContext, 'tables' | 'clock'>) {}

  count(operator: string, service: string, kind: UsageKind): void {
    const month = dayInJapan(this.context.clock()).slice(0, 7);
    const key = JSON.stringify([month, operator, service, kind]);
    this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
  }

  /** The same sources, each question counted for an operator and a service. */
  metered(
    sources: readonly RevocationSource[],
    operator: string,
    service: string,
  ): readonly RevocationSource[] {
    return sources.map((source) => ({
      name: source.name,
      ask: (certificate, anchor, onQuery) =>
        source.ask(certificate, anchor, (query) => {
          this.count(operator, service, `${query.kind}-queries`);
          onQuery?.(query);
        }),
    }));
  }

  /** Resolves when everything that was counted until now is durable; what could not be written is kept. */
  flush(): Promise<void> {
    const written = this.writing.then(() => this.write());
    this.writing = written.catch(() => undefined);
    return written;
  }

  /** Writes from a timer and at the platform's end. */
  keepRegularly(onClose: (dispose: () => Promise<void>) => void, report: (error: unknown) => void): void {
    const timer = setInterval(() => void this.flush().catch(report), flushEveryMs).unref();
    onClose(async () => {
      clearInterval(timer);
      await this.flush().catch(report);
    });
  }

  private async write(): Promise<void> {
    const { counts } = this;
    if (counts.size === 0) return;
    this.counts = new Map();
    try {
      await add(this.context.tables<IdentityTables>(), counts);
    } catch (error) {
      for (const [key, count] of counts) this.counts.set(key, (this.counts.get(key) ?? 0) + count);
      throw error;
    }
  }
}

async function add(tables: Kysely<IdentityTables>, counts: ReadonlyMap<string, number>): Promise<void> {
  const rows = [...counts].map(([key, count]) => {
    const [month, operator, service, kind] = JSON.parse(key) as [string, string, string, string];
    return { month, operator, service, kind, count };
  });
  await tables
    .insertInto('identity.usage')
    .values(rows)
    .onConflict((on) =>
      on
        .columns(['month', 'operator', 'service', 'kind'])
        .doUpdateSet({ count: sql<number>`identity.usage.count + excluded.count` }),
    )
    .execute();
}
