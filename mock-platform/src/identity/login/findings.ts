import type { PlatformContext, RegisteredBox } from '../../server/context.ts';
import type { SignatureStatus } from '../audit/record.ts';
import { type Examined, examine } from '../cards/examine.ts';
import { findRenewedHolder } from '../links/renewal.ts';
import { signatureStatus } from '../links/signature-status.ts';
import type { SerialName } from '../links/source.ts';
import { findHolder, type Holder } from '../persons/find.ts';
import { outageOf, policyOf } from '../policy.ts';
import { askRevocation } from '../revocation/status.ts';
import type { IdentityTables } from '../tables.ts';
import { useChallenge } from './challenges.ts';
import type { LoginEnvironment } from './environment.ts';
import type { LoginFacts } from './judge.ts';
import { recentPinUse } from './pin-use.ts';
import { checkProof } from './proof.ts';
import type { Statement } from './statement.ts';

/** The authentication certificate, and whose it is. */
export interface Card extends Examined {
  holder: Holder | undefined;
  /** The holder's former certificate, when this one is known by the certification service's link alone. */
  replaced: SerialName | undefined;
}

const tablesOf = (context: PlatformContext) => context.tables<IdentityTables>();

async function lookAtCard(environment: LoginEnvironment, statement: Statement): Promise<Card> {
  const { context } = environment;
  const examined = examine(environment, 'authentication', statement.certificate);
  const { certificate, claimed } = examined;
  const holder =
    certificate && claimed
      ? await findHolder(tablesOf(context), claimed.issuerKey, certificate.serial)
      : undefined;
  return { ...examined, holder, replaced: undefined };
}

/**
 * A good card of nobody known may be the renewed one of somebody of this household. Somebody else's known card is asked
 * about as well, and the answer thrown away: how long a refusal takes must not tell whether a card is known (D2).
 */
async function lookForRenewed(environment: LoginEnvironment, card: Card, household: string): Promise<Card> {
  const { certificate, anchor, holder } = card;
  if (holder?.households.includes(household) || !certificate || !anchor) return card;
  const name = { issuerKey: anchor.issuerKey, serial: certificate.serial };
  const renewed = await findRenewedHolder(tablesOf(environment.context), environment.links, name);
  if (holder) return card;
  return renewed?.holder.households.includes(household) ? { ...card, ...renewed } : card;
}

const isOfHousehold = ({ holder }: Card, { household }: RegisteredBox): boolean =>
  holder?.households.includes(household) === true;

/** What is known of one login before it is decided. */
export interface Findings {
  facts: LoginFacts;
  card: Card;
  signature: SignatureStatus;
  /** PIN use of the visit that this statement renews. */
  pinUsedAt: Date | undefined;
}

/** Asks everything that the decision needs; what a missing step makes pointless is not asked. */
export async function findOut(
  environment: LoginEnvironment,
  box: RegisteredBox,
  statement: Statement,
  attempts: LoginFacts['attempts'],
): Promise<Findings> {
  const { context, sources } = environment;
  const tables = tablesOf(context);
  const [challenge, looked] = await Promise.all([
    useChallenge(tables, box.box, statement, context.clock()),
    lookAtCard(environment, statement),
  ]);
  const goesOn = !box.blocked && challenge === 'good' && attempts === 'good';
  const card = goesOn ? await lookForRenewed(environment, looked, box.household) : looked;
  const { certificate, anchor, holder, verdict } = card;
  const ofHousehold = isOfHousehold(card, box);
  const facts: LoginFacts = {
    box: box.blocked ? 'blocked' : 'good',
    attempts,
    challenge,
    holder: ofHousehold ? 'of-household' : holder ? 'elsewhere' : 'nobody',
    certificate: verdict,
    revocation: 'not-asked',
    proof: 'none',
    signature: 'not-needed',
    pinRecent: false,
    service: statement.service,
    outage: outageOf(statement.service),
    asked: statement.tier,
    needed: policyOf(context.configuration.profile)[statement.service],
  };
  if (!goesOn || !ofHousehold || !holder || !certificate || !anchor) {
    return { facts, card, signature: 'not-asked', pinUsedAt: undefined };
  }
  if (environment.counters.failuresOfPerson.waitOf(holder.person, context.clock()) !== undefined) {
    return { facts: { ...facts, attempts: 'too-many' }, card, signature: 'not-asked', pinUsedAt: undefined };
  }
  const { renews } = statement;
  const visit = renews && { challenge: renews, person: holder.person, box: box.box };
  const [revocation, signature, proof, pinUsedAt] = await Promise.all([
    askRevocation(sources, certificate, anchor),
    signatureStatus(environment, holder),
    checkProof(environment, statement, certificate, holder),
    visit ? recentPinUse(tables, visit, context.clock()) : undefined,
  ]);
  return {
    facts: { ...facts, ...proof, revocation, pinRecent: pinUsedAt !== undefined },
    card,
    signature,
    pinUsedAt,
  };
}
