import type { LoginNotice } from '../../protocol/identity.ts';
import type { RegisteredBox } from '../../server/context.ts';
import { recordLogin } from '../audit/record.ts';
import { carryOver } from '../links/renewal.ts';
import { noteRevokedSignature } from '../links/signature-status.ts';
import type { IdentityTables } from '../tables.ts';
import type { LoginEnvironment } from './environment.ts';
import { type Findings, findOut } from './findings.ts';
import { type Judgement, judge, type LoginFacts } from './judge.ts';
import { pinUntil, rememberPinUse } from './pin-use.ts';
import { askAgainLater } from './recheck.ts';
import { noticesOf, rememberPartition } from './remember.ts';
import { type MadeResult, newResult } from './results.ts';
import type { Statement } from './statement.ts';

export interface DecidedLogin {
  judgement: Judgement;
  /** Present when the certificate is of a person of this household. */
  person: string | undefined;
  /** Present when allowed: already durable, like the entry in the audit record. */
  result: MadeResult | undefined;
  /** With `login.too-many`. */
  waitSeconds: number | undefined;
  /** What the person should know about the card, for the television. */
  notices: readonly LoginNotice[];
}

const pinProofs: ReadonlySet<LoginFacts['proof']> = new Set(['authentication-key', 'signature-key']);
const realCards: ReadonlySet<LoginFacts['proof']> = new Set([...pinProofs, 'surface-authentication']);

/** What an allowed login leaves behind, before its entry is made durable. */
async function settle(
  environment: LoginEnvironment,
  box: RegisteredBox,
  statement: Statement,
  { facts, card, signature }: Findings,
  { unconfirmed, now }: { unconfirmed: boolean; now: Date },
): Promise<void> {
  const { holder, replaced, certificate, anchor } = card;
  const { context } = environment;
  if (!holder || !certificate || !anchor) return;
  if (unconfirmed) {
    const login = { challenge: statement.challenge, person: holder.person, box: box.box, at: now };
    await askAgainLater(context, { ...login, service: statement.service }, certificate, anchor);
    return;
  }
  if (pinProofs.has(facts.proof)) {
    const use = { challenge: statement.challenge, person: holder.person, box: box.box, at: now };
    await rememberPinUse(context.tables<IdentityTables>(), use);
  }
  if (holder.partition === undefined) await rememberPartition(context, anchor, certificate);
  if (replaced) {
    const fresh = { issuerKey: anchor.issuerKey, serial: certificate.serial };
    await carryOver(context, holder.person, replaced, fresh);
  }
  await noteRevokedSignature(environment, holder, signature);
}

function countFailure(
  { counters, context }: LoginEnvironment,
  box: RegisteredBox,
  judgement: Judgement,
  person: string | undefined,
): void {
  if (judgement.allowed) return;
  const { code } = judgement;
  const now = context.clock();
  const guessed = code.startsWith('login.') || code.startsWith('certificate.');
  if (guessed && code !== 'login.too-many') counters.failuresOfBox.count(box.box, now);
  if (person && code === 'login.proof-wrong') counters.failuresOfPerson.count(person, now);
}

/**
 * Decides a login from the box's signed statement and writes it into the audit record; resolves when entry and result are
 * durable. The challenge is used up whatever the outcome.
 */
export async function decideLogin(
  environment: LoginEnvironment,
  box: RegisteredBox,
  statement: Statement,
): Promise<DecidedLogin> {
  const { context, counters } = environment;
  const boxWaits = counters.failuresOfBox.waitOf(box.box, context.clock());
  const findings = await findOut(environment, box, statement, boxWaits === undefined ? 'good' : 'too-many');
  const { facts, card } = findings;
  const judgement = judge(facts);
  const person = facts.holder === 'of-household' ? card.holder?.person : undefined;
  const now = context.clock();
  const unconfirmed = judgement.allowed && judgement.unconfirmed;
  if (judgement.allowed) await settle(environment, box, statement, findings, { unconfirmed, now });
  countFailure(environment, box, judgement, person);
  const pinUsedAt = pinProofs.has(facts.proof) ? now : findings.pinUsedAt;
  const result =
    judgement.allowed && card.holder
      ? newResult(context, {
          person: card.holder.person,
          household: box.household,
          box: box.box,
          tier: judgement.tier,
          agreed: card.holder.services,
          unconfirmed,
          pinUntil: pinUsedAt && judgement.tier !== 't1' ? pinUntil(pinUsedAt) : undefined,
        })
      : undefined;
  await recordLogin(
    context,
    {
      box: box.box,
      service: statement.service,
      askedTier: statement.tier,
      tier: judgement.allowed ? judgement.tier : undefined,
      allowed: judgement.allowed,
      code: judgement.allowed ? (unconfirmed ? 'unconfirmed' : 'allowed') : judgement.reason,
      pinUsedBefore: card.holder?.pinUsedBefore === true,
      notRevoked: facts.revocation === 'good',
      realCard: realCards.has(facts.proof),
      signature: findings.signature,
      serial: card.certificate?.serial,
      person: card.holder?.person,
    },
    result?.row,
  );
  const personWaits =
    person === undefined ? undefined : counters.failuresOfPerson.waitOf(person, context.clock());
  const waitSeconds = boxWaits ?? personWaits;
  const notices = judgement.allowed ? noticesOf(findings, now) : [];
  return { judgement, person, result, waitSeconds, notices };
}
