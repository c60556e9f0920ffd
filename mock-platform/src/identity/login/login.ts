import type { KeyObject } from 'node:crypto';
import { loginMessage } from '../../protocol/identity.ts';
import type { PlatformContext, RegisteredBox } from '../../server/context.ts';
import { recordLogin } from '../audit/record.ts';
import { isSignatureOf } from '../certificates/algorithms.ts';
import { type Certificate, parseCertificate } from '../certificates/certificate.ts';
import { type Anchor, claimedAnchor } from '../certificates/path.ts';
import { validateFor } from '../certificates/profile.ts';
import { CertificateRefused } from '../certificates/refused.ts';
import { findHolder, type Holder } from '../persons/find.ts';
import { policyOf } from '../policy.ts';
import { askRevocation, type RevocationSource } from '../revocation/status.ts';
import type { IdentityTables } from '../tables.ts';
import { useChallenge } from './challenges.ts';
import { type Judgement, judge, type LoginFacts } from './judge.ts';
import type { Statement } from './statement.ts';

/** What deciding a login needs from outside. */
export interface LoginEnvironment {
  context: PlatformContext;
  anchors: () => readonly Anchor[];
  sources: readonly RevocationSource[];
}

export interface DecidedLogin {
  judgement: Judgement;
  /** Present when the certificate is of a person of this household. */
  person: string | undefined;
}

function checked<T>(check: () => T): { value: T } | { refused: CertificateRefused } {
  try {
    return { value: check() };
  } catch (error) {
    if (error instanceof CertificateRefused) return { refused: error };
    throw error;
  }
}

function checkProof(
  statement: Statement,
  certificate: Certificate,
  surfaceKey: KeyObject | undefined,
): LoginFacts['proof'] {
  const { proof } = statement;
  if (!proof) return 'none';
  const key = proof.kind === 'surface-authentication' ? surfaceKey : certificate.publicKey;
  const message = loginMessage(statement);
  const signature = Buffer.from(proof.signature, 'base64url');
  return key && isSignatureOf(key, 'sha256', message, signature) ? proof.kind : 'wrong';
}

interface Card {
  certificate: Certificate | undefined;
  verdict: LoginFacts['certificate'];
  anchor: Anchor | undefined;
  holder: Holder | undefined;
}

async function lookAtCard({ context, anchors }: LoginEnvironment, statement: Statement): Promise<Card> {
  const parsed = checked(() => parseCertificate(Buffer.from(statement.certificate, 'base64url')));
  if ('refused' in parsed) {
    return { certificate: undefined, verdict: parsed.refused.code, anchor: undefined, holder: undefined };
  }
  const certificate = parsed.value;
  const roots = anchors();
  const claimed = claimedAnchor(certificate, roots);
  const tables = context.tables<IdentityTables>();
  const holder = claimed && (await findHolder(tables, claimed.issuerKey, certificate.serial));
  const path = checked(() => validateFor('authentication', certificate, roots, context.clock()));
  if ('refused' in path) return { certificate, verdict: path.refused.code, anchor: undefined, holder };
  return { certificate, verdict: 'good', anchor: path.value, holder };
}

/**
 * Decides a login from the box's signed statement and writes it into the audit record. The challenge is used up
 * whatever the outcome.
 */
export async function decideLogin(
  environment: LoginEnvironment,
  box: RegisteredBox,
  statement: Statement,
): Promise<DecidedLogin> {
  const { context, sources } = environment;
  const { profile } = context.configuration;
  const tables = context.tables<IdentityTables>();
  const challenge = await useChallenge(tables, box.box, statement, context.clock());
  const card = await lookAtCard(environment, statement);
  const { certificate, anchor, holder } = card;
  const ofHousehold = holder?.households.includes(box.household) === true;
  const facts: LoginFacts = {
    box: box.blocked ? 'blocked' : 'good',
    challenge,
    holder: ofHousehold ? 'of-household' : holder ? 'elsewhere' : 'nobody',
    certificate: card.verdict,
    revocation: 'not-asked',
    proof: 'none',
    service: statement.service,
    asked: statement.tier,
    needed: policyOf(profile)[statement.service],
  };
  if (facts.box === 'good' && challenge === 'good' && ofHousehold && certificate && anchor) {
    facts.revocation = await askRevocation(sources, certificate, anchor);
    facts.proof = checkProof(statement, certificate, holder.surfaceKey);
  }
  const judgement = judge(facts);
  await recordLogin(context, {
    box: box.box,
    service: statement.service,
    askedTier: statement.tier,
    allowed: judgement.allowed,
    code: judgement.allowed ? 'allowed' : judgement.reason,
    pinUsedBefore: holder?.pinUsedBefore === true,
    notRevoked: facts.revocation === 'good',
    realCard: facts.proof === 'surface-authentication' || facts.proof === 'authentication-key',
    serial: certificate?.serial,
  });
  return { judgement, person: ofHousehold ? holder.person : undefined };
}
