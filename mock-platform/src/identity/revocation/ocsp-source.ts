import { randomBytes } from 'node:crypto';
import type { Clock } from '../../server/context.ts';
import type { Certificate } from '../certificates/certificate.ts';
import type { Anchor } from '../certificates/path.ts';
import type { Fetch } from './fetch.ts';
import { readSignedStatus } from './ocsp-answer.ts';
import { writeStatusRequest } from './ocsp-request.ts';
import { AppointedResponders, needsNoCheck } from './ocsp-responders.ts';
import { Slots } from './slots.ts';
import {
  type OnQuery,
  type RevocationSource,
  type RevocationStatus,
  RevocationUnavailable,
} from './status.ts';

const NONCE_BYTES = 32;
/** A responder that was found not revoked is asked about again after this time. */
const responderCheckedMs = 3_600_000;

export interface StatusSourceOptions {
  /**
   * Says whether a responder itself was revoked, for those whose certificate does not say `id-pkix-ocsp-nocheck`. Without
   * it such a responder is not believed.
   */
  responders?: RevocationSource;
  /** Questions under way at the same time; further ones wait, and who asks the same as one that waits shares its answer. */
  concurrency?: number;
}

/**
 * Asks the status responder of the certification service. Its address comes from the configuration, never from the
 * certificate: a stranger's card must not choose where the platform connects to. A question that has been sent is never
 * shared with somebody who comes later: what is answered must have been asked after the login began.
 */
export function createStatusSource(
  baseUrl: string,
  fetch: Fetch,
  clock: Clock,
  { responders, concurrency = 32 }: StatusSourceOptions = {},
): RevocationSource {
  const appointed = new AppointedResponders();
  const checkedUntil = new WeakMap<Certificate, number>();
  const slots = new Slots(concurrency);
  const waiting = new Map<string, Promise<RevocationStatus>>();

  async function checkSigner(signer: Certificate, anchor: Anchor): Promise<void> {
    if (signer === anchor.certificate || needsNoCheck(signer)) return;
    const now = clock().getTime();
    if ((checkedUntil.get(signer) ?? 0) > now) return;
    const found = await responders?.ask(signer, anchor);
    if (found?.status !== 'good') throw new RevocationUnavailable('the responder may have been revoked');
    checkedUntil.set(signer, now + responderCheckedMs);
  }

  async function put(certificate: Certificate, anchor: Anchor, onQuery?: OnQuery): Promise<RevocationStatus> {
    const nonce = randomBytes(NONCE_BYTES);
    onQuery?.({ kind: 'ocsp', authority: anchor.purpose, at: clock() });
    const answer = await fetch(`${baseUrl}/ocsp/${anchor.purpose}`, {
      method: 'POST',
      headers: { 'content-type': 'application/ocsp-request' },
      body: writeStatusRequest(certificate, anchor.certificate, nonce),
    });
    if (answer.status !== 200) throw new RevocationUnavailable(`status ${answer.status}`);
    const der = Buffer.from(answer.body.buffer, answer.body.byteOffset, answer.body.length);
    const issuer = anchor.certificate;
    const found = readSignedStatus(der, { certificate, issuer, nonce, now: clock(), appointed });
    await checkSigner(found.signer, anchor);
    return found.status;
  }

  return {
    name: 'ocsp',
    ask(certificate, anchor, onQuery) {
      const key = `${anchor.issuerKey}/${certificate.serial}`;
      const same = waiting.get(key);
      if (same) return same;
      let sent = false;
      const asked = slots.run(() => {
        sent = true;
        waiting.delete(key);
        return put(certificate, anchor, onQuery);
      });
      if (!sent) waiting.set(key, asked);
      return asked;
    },
  };
}
