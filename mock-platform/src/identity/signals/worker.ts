import { type Kysely, sql } from 'kysely';
import type { PlatformContext } from '../../server/context.ts';
import { contractFault, findRelyingParty } from '../relying-parties/register.ts';
import type { IdentityTables } from '../tables.ts';
import { endOverdueVisits } from '../visits/visits.ts';
import { openAuthorization } from './authorization.ts';
import type { Delivery, SecurityEvents } from './security-event.ts';
import { type Outcome, type Send, sendOverHttp } from './send.ts';
import { streamOf } from './streams.ts';

/** Attempts before a delivery becomes a dead letter: a little over a day. */
export const mostAttempts = 16;
const firstWaitMs = 5_000;
const longestWaitMs = 2 * 3_600_000;
/** Another process may take over what this one took and never finished. */
const leaseMs = 30_000;
const atOnce = 20;

/** Wait after the n-th attempt that failed (1, 2, …), milliseconds: doubled each time, up to two hours. */
export const waitAfter = (attempt: number): number =>
  Math.min(longestWaitMs, firstWaitMs * 2 ** (attempt - 1));

/**
 * Takes due deliveries that are to be sent: logouts, and events of streams that push. Rows that another process is taking
 * are passed over; until the lease ends nobody else takes these.
 */
async function claim(tables: Kysely<IdentityTables>, now: Date): Promise<Delivery[]> {
  const { rows } = await sql<Delivery>`
    update identity.delivery set attempts = attempts + 1, next_at = ${new Date(now.getTime() + leaseMs)}
    where id in (
      select delivery.id from identity.delivery as delivery
      left join identity.signal_stream as stream using (relying_party)
      where delivery.state = 'waiting' and delivery.next_at <= ${now}
        and (delivery.kind = 'logout' or (stream.method = 'push' and stream.status = 'enabled'))
      order by delivery.next_at limit ${atOnce} for update of delivery skip locked)
    returning *`.execute(tables);
  return rows;
}

/** Delivers the outbox from a timer; several processes may do so on one database. */
export class DeliveryWorker {
  private running: Promise<number> | undefined;

  constructor(
    private readonly context: PlatformContext,
    private readonly events: SecurityEvents,
    private readonly send: Send = sendOverHttp,
  ) {}

  private get tables() {
    return this.context.tables<IdentityTables>();
  }

  /** Delivers everything that is due now. @returns how many attempts that were */
  round(): Promise<number> {
    this.running ??= this.drain().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  private async drain(): Promise<number> {
    await endOverdueVisits(this.context);
    let done = 0;
    for (;;) {
      const claimed = await claim(this.tables, this.context.clock());
      await Promise.all(claimed.map((delivery) => this.deliver(delivery)));
      done += claimed.length;
      if (claimed.length < atOnce) return done;
    }
  }

  private async attempt(delivery: Delivery): Promise<Outcome | 'moot'> {
    const contract = await findRelyingParty(this.tables, delivery.relying_party, this.context.clock());
    if (!contract) return 'moot';
    if (delivery.kind === 'logout') {
      const token = await this.events.logout(delivery);
      if (!token || !contract.logoutUri) return 'moot';
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      const body = new URLSearchParams({ logout_token: token }).toString();
      return this.send(contract.logoutUri, { headers, body });
    }
    const stream = await streamOf(this.tables, delivery.relying_party);
    // Change notices end with the contract; that a visit ended is still told as a logout.
    if (!stream?.endpoint || contractFault(contract)) return 'moot';
    const token = await this.events.event(delivery, stream);
    if (!token) return 'moot';
    const authorization = openAuthorization(this.context.keys, stream);
    return this.send(stream.endpoint, {
      headers: {
        'content-type': 'application/secevent+jwt',
        accept: 'application/json',
        ...(authorization ? { authorization } : {}),
      },
      body: token,
    });
  }

  private async deliver(delivery: Delivery): Promise<void> {
    const outcome = await this.attempt(delivery).catch(
      (error: Error): Outcome => ({ taken: false, forGood: false, error: error.name }),
    );
    const now = this.context.clock();
    const change =
      outcome === 'moot' || outcome.taken
        ? { state: 'done' as const, done_at: now, error: null }
        : outcome.forGood || delivery.attempts >= mostAttempts
          ? { state: 'dead' as const, done_at: now, error: outcome.error }
          : { next_at: new Date(now.getTime() + waitAfter(delivery.attempts)), error: outcome.error };
    await this.tables.updateTable('identity.delivery').set(change).where('id', '=', delivery.id).execute();
  }
}
