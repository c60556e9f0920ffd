import { createHash } from 'node:crypto';
import type { IssuedCard } from '../../../mock-platform/src/certification/index.ts';
import { enrolmentMessage, loginMessage } from '../../../mock-platform/src/protocol/identity.ts';
import type { Answer, TestBox } from './box.ts';
import { cardSignature } from './card-signature.ts';

const url64 = (base64: string): string => Buffer.from(base64, 'base64').toString('base64url');

/** A box's question with its own token, answered as text. */
export async function boxGet(box: TestBox, path: string): Promise<{ status: number; text: string }> {
  const token = await box.ownToken('identity');
  const response = await fetch(`${box.url}${path}`, {
    headers: { authorization: `DPoP ${token}`, dpop: await box.proof('GET', path, token) },
  });
  return { status: response.status, text: await response.text() };
}

/** What one tap of a card says; `signing` makes another card give the signature certificate, `change` makes the box lie. */
export async function enrolmentStatement(
  box: TestBox,
  card: IssuedCard,
  form: string,
  change: Record<string, unknown> = {},
  signing: IssuedCard = card,
): Promise<Record<string, unknown>> {
  const challenge = await box.challenge({ service: 'identity', tier: 't3' });
  const application = Buffer.from(form).toString('base64url');
  const applicationDigest = createHash('sha256').update(form).digest('base64url');
  const { nonce } = challenge;
  const message = enrolmentMessage({ nonce, box: box.id, origin: box.origin, applicationDigest });
  const { authentication, surface } = card.file;
  const { signature } = signing.file;
  return {
    challenge: challenge.id,
    nonce,
    box: box.id,
    origin: box.origin,
    application,
    authentication: {
      certificate: url64(authentication!.certificate),
      signature: cardSignature(authentication!.privateKey, message),
    },
    signature: {
      certificate: url64(signature!.certificate),
      signature: cardSignature(signature!.privateKey, message),
    },
    surface: { record: url64(surface!.record), signature: cardSignature(surface!.privateKey, message) },
    at: new Date().toISOString(),
    ...change,
  };
}

export const sendEnrolment = async (box: TestBox, statement: unknown, token?: string): Promise<Answer> =>
  box.post('/identity/enrolments', { statement: await box.sign(statement, 'chanoma-enrolment+jwt') }, token);

/** The whole tap: the box fetches the form, the card signs, the platform decides. */
export async function enrolAt(
  box: TestBox,
  card: IssuedCard,
  application: string,
  change: Record<string, unknown> = {},
  signing?: IssuedCard,
): Promise<Answer> {
  const { text } = await boxGet(box, `/identity/applications/${application}`);
  return sendEnrolment(box, await enrolmentStatement(box, card, text, change, signing));
}

type ProofKind = 'surface-authentication' | 'authentication-key' | 'signature-key';
const tierOf = { 'surface-authentication': 't1', 'authentication-key': 't2', 'signature-key': 't3' } as const;

/** A login with one of the card's keys. */
export async function loginWith(
  box: TestBox,
  card: IssuedCard,
  kind: ProofKind,
  change: {
    service?: string;
    tier?: string;
    renews?: string;
    challenge?: { id: string; nonce: string };
  } = {},
): Promise<Answer & { challenge: string }> {
  const { service = 'health', tier = tierOf[kind], renews } = change;
  const challenge = change.challenge ?? (await box.challenge({ service, tier }));
  const { authentication, signature, surface } = card.file;
  const binding = { nonce: challenge.nonce, box: box.id, origin: box.origin, service, tier };
  const key = {
    'surface-authentication': surface,
    'authentication-key': authentication,
    'signature-key': signature,
  };
  const proof = {
    kind,
    ...(kind === 'signature-key' ? { certificate: url64(signature!.certificate) } : {}),
    signature: cardSignature(key[kind]!.privateKey, loginMessage(binding)),
  };
  const answer = await box.sendStatement({
    challenge: challenge.id,
    ...binding,
    certificate: url64(authentication!.certificate),
    proof,
    ...(renews ? { renews } : {}),
    at: new Date().toISOString(),
  });
  return { ...answer, challenge: challenge.id };
}
