import { createPublicKey, type KeyObject } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../server/context.ts';
import { signRevocationList } from './crl.ts';
import { type Hierarchy, openHierarchy } from './hierarchy.ts';
import { type CardOrder, type IssuedCard, issueCard } from './issue.ts';
import { type Authority, authorities, authorityName } from './names.ts';
import { answerStatusRequest } from './ocsp.ts';
import { CertificateRegister, type RevocationReason } from './register.ts';
import { Vault } from './vault.ts';

/** The mock certification service (公的個人認証サービス); demo only (D18). */
export interface Certification {
  /** Makes a card with its keys and certificates; several may be made at once. */
  issueCard(order: CardOrder): Promise<IssuedCard>;
  /** @throws RangeError when this serial was never issued. */
  revoke(serial: string, kind: Authority, reason?: RevocationReason): void;
  /** The self-signed roots, DER. */
  anchors: Record<Authority, Buffer>;
  /** Key that checks surface records. */
  surfaceIssuer: KeyObject;
  /** One municipality's list of revoked certificates, DER. */
  revocationList(authority: Authority, municipality: string): Buffer;
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

function publishRoots(dataDirectory: string, hierarchy: Hierarchy): void {
  for (const authority of authorities) {
    const folder = join(dataDirectory, 'trust', 'demo', authority);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(join(folder, 'root.cer'), hierarchy.roots[authority].certificate, { mode: 0o600 });
  }
}

async function open(dataDirectory: string, clock: Clock): Promise<Certification> {
  const vault = new Vault(join(dataDirectory, 'certification'));
  const hierarchy = await openHierarchy(vault);
  const register = new CertificateRegister(vault);
  publishRoots(dataDirectory, hierarchy);
  return {
    issueCard: (order) => issueCard(order, hierarchy, register),
    revoke: (serial, kind, reason = 'unspecified') => register.revoke(kind, serial, reason, clock()),
    anchors: {
      authentication: hierarchy.roots.authentication.certificate,
      signature: hierarchy.roots.signature.certificate,
    },
    surfaceIssuer: createPublicKey(hierarchy.surfaceKey),
    revocationList: (authority, municipality) =>
      signRevocationList(
        authority,
        municipality,
        register.revokedIn(authority, municipality),
        hierarchy.roots[authority],
        clock(),
      ),
    answerStatusRequest: (authority, request) =>
      answerStatusRequest(
        request,
        hierarchy.roots[authority],
        authorityName(authority),
        (serial) => register.find(authority, serial),
        clock(),
      ),
  };
}
