import { createPrivateKey, randomBytes, sign } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Certification,
  type IssuedCard,
  openCertification,
} from '../../../mock-platform/src/certification/index.ts';
import type { Generation } from '../../../mock-platform/src/certification/keys.ts';
import { isCardSignature } from '../../../mock-platform/src/identity/certificates/algorithms.ts';
import { ValidatedCertificates } from '../../../mock-platform/src/identity/certificates/cache.ts';
import {
  type Certificate,
  parseCertificate,
} from '../../../mock-platform/src/identity/certificates/certificate.ts';
import type { Anchor } from '../../../mock-platform/src/identity/certificates/path.ts';
import { validateFor } from '../../../mock-platform/src/identity/certificates/profile.ts';
import { readAnchors } from '../../../mock-platform/src/identity/certificates/trust.ts';
import {
  createListSource,
  type ListSource,
} from '../../../mock-platform/src/identity/revocation/crl-source.ts';
import { askRevocation } from '../../../mock-platform/src/identity/revocation/status.ts';
import { cardOrder } from '../../mock-platform/identity/scene.ts';
import { opensslSpeed } from './openssl-speed.ts';
import { median } from './statistics.ts';

const generations = { 'rsa-2048': 'current', 'p-384': 'next' } as const satisfies Record<string, Generation>;
const opensslNames = { 'rsa-2048': 'rsa2048', 'p-384': 'ecdsap384' } as const;
export type KeyKind = keyof typeof generations;

/** What is to be reached, as parts of OpenSSL's own rate of checking signatures (issue 4). */
export const goals = {
  'rsa-2048': { uncached: 0.15, cached: 0.6 },
  'p-384': { uncached: 0.4, cached: 0.9 },
} as const;

/** One login's worth: a certificate, and what its card signed. */
interface Tap {
  der: Buffer;
  message: Buffer;
  signature: Buffer;
}

const CARDS = 12;
const TAPS_OF_EACH = 40;

function tapsOf({ file }: IssuedCard): Tap[] {
  const { certificate, privateKey } = file.authentication!;
  const der = Buffer.from(certificate, 'base64');
  const key = createPrivateKey({ key: Buffer.from(privateKey, 'base64'), format: 'der', type: 'pkcs8' });
  return Array.from({ length: TAPS_OF_EACH }, () => {
    const message = randomBytes(160);
    const signature =
      key.asymmetricKeyType === 'ec'
        ? sign('sha384', message, { key, dsaEncoding: 'ieee-p1363' })
        : sign('sha256', message, key);
    return { der, message, signature };
  });
}

/** Cards of one generation in turn, so that no two logins after each other are of the same one. */
async function makeTaps(certification: Certification, generation: Generation): Promise<Tap[]> {
  const cards = await Promise.all(
    Array.from({ length: CARDS }, () => certification.issueCard(cardOrder({ generation }))),
  );
  const taps = cards.map(tapsOf);
  return Array.from({ length: TAPS_OF_EACH }, (_, turn) => taps.map((of) => of[turn]!)).flat();
}

/** A list is never empty. */
async function revokeOne(certification: Certification, generation: Generation): Promise<void> {
  const card = await certification.issueCard(cardOrder({ generation, withSignature: false }));
  certification.revoke(card.authentication.serial, 'authentication', 'keyCompromise');
}

function listsOf(certification: Certification): ListSource {
  return createListSource(
    '',
    async (path) => {
      const [, , authority, issuer, municipality] = path.split('/');
      const list = certification.revocationListOf(authority as 'authentication', issuer!, municipality);
      return list
        ? { status: 200, etag: undefined, body: new Uint8Array(list) }
        : { status: 404, etag: undefined, body: new Uint8Array() };
    },
    () => new Date(),
  );
}

/** Processor time of this process, milliseconds; helping threads (garbage collection) count. */
function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/**
 * How often something succeeds in a second of processor time, measured for about the given time. `openssl speed` counts
 * the same way, so that neighbours on the machine weigh little.
 */
async function rateOf(taps: readonly Tap[], milliseconds: number, check: (tap: Tap) => Promise<boolean>) {
  let done = 0;
  const from = processorMs();
  let spent = 0;
  while (spent < milliseconds) {
    for (let some = 0; some < 60; some += 1) {
      if (!(await check(taps[done % taps.length]!))) throw new Error('a good card was refused');
      done += 1;
    }
    spent = processorMs() - from;
  }
  return (done * 1000) / spent;
}

interface Judge {
  anchors: readonly Anchor[];
  lists: ListSource;
}

async function finish(
  { lists }: Judge,
  certificate: Certificate,
  anchor: Anchor,
  tap: Tap,
): Promise<boolean> {
  const verdict = await askRevocation([lists], certificate, anchor);
  return verdict === 'good' && isCardSignature(certificate.publicKey, tap.message, tap.signature);
}

/** Everything anew: DER, path, names, policies, profile, the card's key; then revocation and the challenge. */
const uncached =
  (judge: Judge) =>
  (tap: Tap): Promise<boolean> => {
    const certificate = parseCertificate(tap.der);
    const anchor = validateFor('authentication', certificate, judge.anchors, new Date());
    return finish(judge, certificate, anchor, tap);
  };

/** As for a card that was here before: its path is remembered, revocation and the challenge never are. */
const cached = (judge: Judge) => {
  const known = new ValidatedCertificates();
  return (tap: Tap): Promise<boolean> => {
    const { certificate, anchor } = known.validate('authentication', tap.der, judge.anchors, new Date());
    return finish(judge, certificate, anchor, tap);
  };
};

const share = (part: number, whole: number): number => Math.round((1000 * part) / whole) / 1000;

async function compare(kind: KeyKind, taps: readonly Tap[], judge: Judge, rounds: number) {
  const ways = { uncached: uncached(judge), cached: cached(judge) };
  for (const way of Object.values(ways)) await rateOf(taps, 400, way);
  const found: { openssl: number; uncached: number; cached: number }[] = [];
  // Beside each other in every round: what else the machine does then weighs on all of them.
  for (let round = 0; round < rounds; round += 1) {
    const openssl = (await opensslSpeed(opensslNames[kind])).verifyPerSecond;
    found.push({
      openssl,
      uncached: await rateOf(taps, 1000, ways.uncached),
      cached: await rateOf(taps, 1000, ways.cached),
    });
  }
  const rate = (of: 'openssl' | 'uncached' | 'cached'): number =>
    Math.round(median(found.map((one) => one[of])));
  const part = (of: 'uncached' | 'cached'): number => median(found.map((one) => share(one[of], one.openssl)));
  const goal = goals[kind];
  return {
    opensslVerifyPerSecond: rate('openssl'),
    uncached: { perSecond: rate('uncached'), ofOpenssl: part('uncached'), goal: goal.uncached },
    cached: { perSecond: rate('cached'), ofOpenssl: part('cached'), goal: goal.cached },
  };
}

/** Full validation of a card's certificate and its signature over a challenge, as parts of OpenSSL's raw rate. */
export async function benchValidation(rounds = 5) {
  const folder = mkdtempSync(join(tmpdir(), 'chanoma-bench-'));
  try {
    const certification = await openCertification(folder, () => new Date());
    const judge = { anchors: readAnchors(folder, true), lists: listsOf(certification) };
    try {
      for (const generation of Object.values(generations)) await revokeOne(certification, generation);
      const measure = async (kind: KeyKind) =>
        compare(kind, await makeTaps(certification, generations[kind]), judge, rounds);
      return { 'rsa-2048': await measure('rsa-2048'), 'p-384': await measure('p-384') };
    } finally {
      await judge.lists.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
