import { randomBytes } from 'node:crypto';
import type { Clock } from '../../server/context.ts';
import type { Fetch } from './fetch.ts';
import { readStatusAnswer, writeStatusRequest } from './ocsp.ts';
import { type RevocationSource, RevocationUnavailable } from './status.ts';

const NONCE_BYTES = 32;

/**
 * Asks the status responder of the certification service. Its address comes from the configuration, never from the
 * certificate: a stranger's card must not choose where the platform connects to.
 */
export function createStatusSource(baseUrl: string, fetch: Fetch, clock: Clock): RevocationSource {
  return {
    name: 'ocsp',
    async ask(certificate, anchor, onQuery) {
      const nonce = randomBytes(NONCE_BYTES);
      onQuery?.({ kind: 'ocsp', authority: anchor.purpose, at: clock() });
      const answer = await fetch(`${baseUrl}/ocsp/${anchor.purpose}`, {
        method: 'POST',
        headers: { 'content-type': 'application/ocsp-request' },
        body: writeStatusRequest(certificate, anchor.certificate, nonce),
      });
      if (answer.status !== 200) throw new RevocationUnavailable(`status ${answer.status}`);
      return readStatusAnswer(Buffer.from(answer.body), certificate, anchor.certificate, nonce, clock());
    },
  };
}
