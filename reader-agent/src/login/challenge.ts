import { type CardTier, Challenge } from '../../../mock-platform/src/protocol/identity.ts';
import { AgentFailure } from '../failure.ts';
import type { LoginPurpose, StepParts } from './steps.ts';

/** What a statement of this box is bound to. */
export interface BoxChallenge {
  box: string;
  id: string;
  nonce: string;
}

/**
 * A challenge for what this box is about to swear.
 * @throws AgentFailure `box.unregistered`, and as every request to the platform
 */
export async function askChallenge(
  { registrations, requests }: StepParts,
  { service, origin }: LoginPurpose,
  tier: CardTier,
): Promise<BoxChallenge> {
  const registration = registrations.current;
  if (registration === undefined) throw new AgentFailure('box.unregistered');
  const { id, nonce } = await requests.json(
    'identity',
    { method: 'POST', path: '/identity/challenges', body: { json: { service, tier, origin } } },
    (value) => Challenge.parse(value),
  );
  return { box: registration.box, id, nonce };
}

/** Bytes as the statements carry them. */
export const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
