import { createPublicKey, type KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../server/context.ts';
import { type Counter, issueTo, openCounter } from './counter.ts';
import { SignedLists } from './crl.ts';
import { type Hierarchy, type Issuer, openHierarchy } from './hierarchy.ts';
import { HolderLedger } from './holders.ts';
import type { CardOrder, IssuedCard } from './issue.ts';
import { type Generation, generations, spki } from './keys.ts';
import { type CertificateLinks, openLinks } from './links.ts';
import type { Authority, Organization } from './names.ts';
import { type AnsweringIssuer, answerStatusRequest } from './ocsp.ts';
import { CertificateRegister, isUnder, type RevocationReason } from './register.ts';
import { Vault } from './vault.ts';

/** The mock certification service (公的個人認証サービス); demo only (D18). */
export interface Certification {
  /** Makes a card with its keys and certificates; several may be made at once. */
  issueCard(order: CardOrder): Promise<IssuedCard>;
  /** @throws RangeError when this serial was never issued. */
  revoke(serial: string, kind: Authority, reason?: RevocationReason): void;
  /** What happens to cards after they were issued: moves, renewals, losses. */
  counter: Counter;
  /** What approved verifiers are told beside lists and status answers. */
  links: CertificateLinks;
  /** The self-signed roots of today's cards, DER. */
  anchors: Record<Authority, Buffer>;
  /** The self-signed roots of the next generation, DER: same names, other keys. */
  nextAnchors: Record<Authority, Buffer>;
  /** Roots of the test hierarchy (O=JPKI-TEST), made at the first call; they are not laid into any trust folder. */
  testAnchors(): Promise<Record<Authority, Buffer>>;
  /** Keys that check surface records. */
  surfaceIssuer: KeyObject;
  nextSurfaceIssuer: KeyObject;
  /** One municipality's list of revoked certificates, DER; without municipality the complete list of that root. */
  revocationList(authority: Authority, municipality?: string, generation?: Generation): Buffer;
  /** The list of a root that is named by its key identifier (hexadecimal); undefined for an unknown one. */
  revocationListOf(
    authority: Authority,
    keyIdentifier: string,
    municipality: string | undefined,
  ): Buffer | undefined;
  /** Answers an OCSP request, DER to DER. */
  answerStatusRequest(authority: Authority, request: Buffer): Buffer;
}

const opened = new Map<string, Promise<Certification>>();

/**
 * Opens the certification service of a data directory, making its roots at the first use. The roots are also laid
 * into `trust/demo`, where the platform's identity part looks for pinned roots when it runs as a demo.
 * One process has one instance per directory.
 */
export function openCertification(dataDirectory: string, clock: Clock): Promise<Certification> {
  const known = opened.get(dataDirectory);
  if (known) return known;
  const opening = open(dataDirectory, clock);
  opened.set(dataDirectory, opening);
  opening.catch(() => opened.delete(dataDirectory));
  return opening;
}

/** Forgets the instance of a data directory (its folder is being closed or removed). */
export function closeCertification(dataDirectory: string): void {
  opened.delete(dataDirectory);
}

const fileOf = (generation: Generation) => (generation === 'current' ? 'root' : `root-${generation}`);

/** Roots by purpose, and the keys that sign surface records (SubjectPublicKeyInfo): all of both generations. */
function publishTrust(dataDirectory: string, hierarchy: Hierarchy): void {
  const folder = (name: string): string => {
    const path = join(dataDirectory, 'trust', 'demo', name);
    mkdirSync(path, { recursive: true, mode: 0o700 });
    return path;
  };
  for (const { authority, generation, certificate } of hierarchy.issuers) {
    writeFileSync(join(folder(authority), `${fileOf(generation)}.cer`), certificate, { mode: 0o600 });
  }
  for (const generation of generations) {
    const key = spki(hierarchy.surfaceKeys[generation]);
    writeFileSync(join(folder('surface'), `${generation}.spki`), key, { mode: 0o600 });
  }
}

const rootsOf = (hierarchy: Hierarchy, generation: Generation): Record<Authority, Buffer> => ({
  authentication: hierarchy.issuer('authentication', generation).certificate,
  signature: hierarchy.issuer('signature', generation).certificate,
});

async function open(dataDirectory: string, clock: Clock): Promise<Certification> {
  const folder = join(dataDirectory, 'certification');
  const testFolder = join(folder, 'test');
  const vault = new Vault(folder);
  const hierarchy = await openHierarchy(vault, 'JPKI');
  const register = new CertificateRegister(vault);
  const holders = new HolderLedger(vault);
  const lists = new SignedLists();
  publishTrust(dataDirectory, hierarchy);

  // Those of the test hierarchy join when it is made: it answers for what it issues like the other one.
  const issuers: Issuer[] = [...hierarchy.issuers];
  let testHierarchy: Promise<Hierarchy> | undefined;
  const openTestHierarchy = async (): Promise<Hierarchy> => {
    const opened = await openHierarchy(new Vault(testFolder), 'JPKI-TEST');
    issuers.push(...opened.issuers);
    return opened;
  };
  const hierarchyOf = async (organization: Organization): Promise<Hierarchy> => {
    if (organization === 'JPKI') return hierarchy;
    testHierarchy ??= openTestHierarchy();
    return testHierarchy;
  };
  if (existsSync(testFolder)) await hierarchyOf('JPKI-TEST');
  const tools = { hierarchyOf, register, holders, clock };

  const listOf = (issuer: Issuer, municipality: string | undefined): Buffer =>
    lists.sign(
      `${issuer.keyIdentifier}/${municipality ?? ''}`,
      issuer.authority,
      municipality,
      register.revoked(issuer, municipality),
      issuer,
      clock(),
      issuer.organization,
    );
  const answering = (issuer: Issuer): AnsweringIssuer => ({
    ...issuer,
    find: (serial) => {
      const entry = register.find(issuer.authority, serial);
      return entry && isUnder(entry, issuer) ? entry : undefined;
    },
  });
  const respondersOf = (authority: Authority): [AnsweringIssuer, ...AnsweringIssuer[]] => {
    const first = hierarchy.issuer(authority, 'current');
    const others = issuers.filter((issuer) => issuer.authority === authority && issuer !== first);
    return [answering(first), ...others.map(answering)];
  };

  return {
    issueCard: (order) => issueTo(tools, order),
    revoke: (serial, kind, reason = 'unspecified') => register.revoke(kind, serial, reason, clock()),
    counter: openCounter(tools),
    links: openLinks(register, issuers),
    anchors: rootsOf(hierarchy, 'current'),
    nextAnchors: rootsOf(hierarchy, 'next'),
    testAnchors: async () => rootsOf(await hierarchyOf('JPKI-TEST'), 'current'),
    surfaceIssuer: createPublicKey(hierarchy.surfaceKeys.current),
    nextSurfaceIssuer: createPublicKey(hierarchy.surfaceKeys.next),
    revocationList: (authority, municipality, generation = 'current') =>
      listOf(hierarchy.issuer(authority, generation), municipality),
    revocationListOf(authority, keyIdentifier, municipality) {
      const issuer = issuers.find(
        (one) => one.authority === authority && one.keyIdentifier === keyIdentifier,
      );
      return issuer && listOf(issuer, municipality);
    },
    answerStatusRequest: (authority, request) =>
      answerStatusRequest(request, respondersOf(authority), clock()),
  };
}
