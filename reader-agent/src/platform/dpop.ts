import { createHash, randomUUID } from 'node:crypto';
import type { BoxKey } from '../box/box-key.ts';
import type { BoxClock } from '../clock.ts';

/** DPoP proof (RFC 9449 §4.2) by the box key; `token` adds its hash (`ath`). */
export function dpopProof(
  key: BoxKey,
  clock: BoxClock,
  method: string,
  url: URL,
  token?: string,
): Promise<string> {
  return key.sign(
    { typ: 'dpop+jwt', jwk: key.publicJwk },
    {
      jti: randomUUID(),
      htm: method,
      // RFC 9449 §4.2: the target without query and fragment.
      htu: url.origin + url.pathname,
      iat: Math.floor(clock.now() / 1000),
      ...(token === undefined ? {} : { ath: createHash('sha256').update(token).digest('base64url') }),
    },
  );
}
