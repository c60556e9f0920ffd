import { type Selectable, sql } from 'kysely';
import type { PlatformContext } from '../../server/context.ts';
import { type ConfirmationOutcome, tellLoginRechecked } from '../../server/unconfirmed-logins.ts';
import { appendWithin } from '../audit/append.ts';
import { eventFact } from '../audit/record.ts';
import type { Certificate } from '../certificates/certificate.ts';
import type { Anchor } from '../certificates/path.ts';
import { asAskedFor } from '../revocation/named-certificate.ts';
import { askRevocation } from '../revocation/status.ts';
import type { IdentityTables } from '../tables.ts';
import type { LoginEnvironment } from './environment.ts';

type Unconfirmed = Selectable<IdentityTables['identity.unconfirmed_login']>;

/** Least time between two questions about one login; meanwhile no other process asks either. */
const againMs = 60_000;
/** After this time nobody is asked any more: who asked for the login hears that it stays unconfirmed. */
const mostMs = 7 * 24 * 3_600_000;
const atOnce = 50;

/** Puts a login whose card nobody could vouch for into the queue; it is durable before the login is answered. */
export async function askAgainLater(
  context: PlatformContext,
  login: Pick<Unconfirmed, 'challenge' | 'person' | 'box' | 'service' | 'at'>,
  { serial, facts }: Certificate,
  { issuerKey }: Anchor,
): Promise<void> {
  await context
    .tables<IdentityTables>()
    .insertInto('identity.unconfirmed_login')
    .values({
      ...login,
      issuer_key: issuerKey,
      serial,
      partition: facts.distributionPoints[0]?.toString('base64') ?? null,
      next_at: login.at,
      outcome: null,
      ended_at: null,
    })
    .execute();
}

/** Takes what is due, so that no other process asks about it at the same time. */
async function claim({ context }: LoginEnvironment): Promise<Unconfirmed[]> {
  const now = context.clock();
  const { rows } = await sql<Unconfirmed>`
    update identity.unconfirmed_login set next_at = ${new Date(now.getTime() + againMs)}
    where challenge in (select challenge from identity.unconfirmed_login
      where outcome is null and next_at <= ${now} order by next_at limit ${atOnce} for update skip locked)
    returning *`.execute(context.tables<IdentityTables>());
  return rows;
}

async function outcomeOf(
  { context, anchors, sources, usage }: LoginEnvironment,
  { issuer_key, serial, partition, box, service, at }: Unconfirmed,
): Promise<ConfirmationOutcome | undefined> {
  const anchor = anchors().find((one) => one.purpose === 'authentication' && one.issuerKey === issuer_key);
  const operator = (await context.boxes.find(box))?.operator;
  const metered = operator === undefined ? sources : usage.metered(sources, operator, service);
  const name = partition === null ? undefined : Buffer.from(partition, 'base64');
  const verdict = anchor
    ? await askRevocation(metered, asAskedFor({ serial, partition: name }), anchor)
    : 'unavailable';
  if (verdict !== 'unavailable') return verdict === 'good' ? 'confirmed' : 'revoked';
  return context.clock().getTime() - at.getTime() > mostMs ? 'unresolved' : undefined;
}

/** Tells who asked for the login, then writes it down; a fault in between tells it once more at the next round. */
async function settle(
  { context }: LoginEnvironment,
  login: Unconfirmed,
  outcome: ConfirmationOutcome,
): Promise<void> {
  const { challenge, person, box, service, at } = login;
  const subjectIn = (sector: string): string => context.pairwise(sector, person);
  await tellLoginRechecked(context, { service, box, at, outcome, subjectIn });
  await context
    .tables<IdentityTables>()
    .transaction()
    .execute(async (tables) => {
      const mine = await tables
        .updateTable('identity.unconfirmed_login')
        .set({ outcome, ended_at: context.clock() })
        .where('challenge', '=', challenge)
        .where('outcome', 'is', null)
        .returning('challenge')
        .executeTakeFirst();
      if (!mine) return;
      await appendWithin(tables, [
        eventFact(context, 'login-rechecked', { login: challenge, box, service, outcome, person }),
      ]);
    });
}

/** Asks about every unconfirmed login that is due. @returns how many have come to an end */
export async function recheckUnconfirmed(environment: LoginEnvironment): Promise<number> {
  let ended = 0;
  for (;;) {
    const due = await claim(environment);
    const outcomes = await Promise.all(due.map((login) => outcomeOf(environment, login)));
    const before = ended;
    for (const [index, login] of due.entries()) {
      const outcome = outcomes[index];
      if (outcome === undefined) continue;
      await settle(environment, login, outcome);
      ended += 1;
    }
    // Without any answer the service is down: the others would wait in vain as well.
    if (due.length < atOnce || ended === before) return ended;
  }
}

const timerMs = 30_000;
const rounds = new WeakMap<PlatformContext, () => Promise<number>>();

/** Does now what the timer does otherwise. @returns how many logins have come to an end */
export const recheckNow = async (context: PlatformContext): Promise<number> =>
  (await rounds.get(context)?.()) ?? 0;

/** Asks again from a timer until the platform ends; a round that fails is followed by the next. */
export function recheckRegularly(environment: LoginEnvironment, report: (error: unknown) => void): void {
  const { context } = environment;
  let last: Promise<unknown> = Promise.resolve();
  const round = (): Promise<number> => {
    const next = last.then(() => recheckUnconfirmed(environment));
    last = next.catch(() => undefined);
    return next;
  };
  rounds.set(context, round);
  const timer = setInterval(() => void round().catch(report), timerMs).unref();
  context.onClose(async () => {
    clearInterval(timer);
    await last;
  });
}
