import { randomInt } from 'node:crypto';
import type { Generation } from './keys.ts';
import type { Authority, Organization } from './names.ts';
import type { Vault } from './vault.ts';

/** Reasons seen in practice (jpki-card.md §5), with their numbers in CRLReason. */
export const revocationReasons = {
  unspecified: 0,
  keyCompromise: 1,
  affiliationChanged: 3,
  superseded: 4,
  cessationOfOperation: 5,
  certificateHold: 6,
} as const;
export type RevocationReason = keyof typeof revocationReasons;

/** What the authority remembers of a certificate: nothing about its holder. */
export interface IssuedCertificate {
  authority: Authority;
  /** Lower-case hexadecimal, no leading zeros. */
  serial: string;
  municipality: string;
  notAfter: string;
  /** Absent: of the current generation. */
  generation?: Generation;
  /** Absent: of the production-like hierarchy. */
  organization?: Organization;
  revoked?: { at: string; reason: RevocationReason };
  /** Serial of the certificate that took its place when it was renewed. */
  successor?: string;
  /** Serial of the certificate in whose place it came. */
  predecessor?: string;
  /** Of a signature certificate: serial of the authentication certificate on the same card. */
  authentication?: string;
}

/** Under which of the roots a certificate stands. */
export interface IssuedUnder {
  authority: Authority;
  generation: Generation;
  organization: Organization;
}

const FILE = 'issued.json';

/** Whether a certificate was issued under this root. */
export const isUnder = (entry: IssuedCertificate, { authority, generation, organization }: IssuedUnder) =>
  entry.authority === authority &&
  (entry.generation ?? 'current') === generation &&
  (entry.organization ?? 'JPKI') === organization;

/** The authority's own list of what it issued and revoked, kept in its folder. */
export class CertificateRegister {
  private readonly issued = new Map<string, IssuedCertificate>();

  constructor(private readonly vault: Vault) {
    for (const entry of vault.readJson<IssuedCertificate[]>(FILE) ?? []) {
      this.issued.set(`${entry.authority}/${entry.serial}`, entry);
    }
  }

  /** A 32-bit serial that this service has not used under any of its roots. */
  freshSerial(authority: Authority): string {
    for (;;) {
      const serial = randomInt(0x01000000, 0x100000000).toString(16);
      if (!this.issued.has(`${authority}/${serial}`)) return serial;
    }
  }

  find(authority: Authority, serial: string): IssuedCertificate | undefined {
    return this.issued.get(`${authority}/${serial}`);
  }

  add(entries: IssuedCertificate[]): void {
    for (const entry of entries) this.issued.set(`${entry.authority}/${entry.serial}`, entry);
    this.save();
  }

  /** @throws RangeError when the authority never issued it. A second revocation changes nothing. */
  revoke(authority: Authority, serial: string, reason: RevocationReason, at: Date): void {
    const entry = this.existing(authority, serial);
    if (entry.revoked) return;
    entry.revoked = { at: at.toISOString(), reason };
    this.save();
  }

  /**
   * Keeps that a certificate took another's place (新旧紐付け).
   * @throws RangeError when the authority never issued one of them
   */
  link(authority: Authority, older: string, newer: string): void {
    const [old, fresh] = [this.existing(authority, older), this.existing(authority, newer)];
    old.successor = newer;
    fresh.predecessor = older;
    this.save();
  }

  /** Everything revoked under a root, of one municipality or of all. */
  revoked(under: IssuedUnder, municipality: string | undefined): IssuedCertificate[] {
    return [...this.issued.values()].filter(
      (entry) =>
        entry.revoked &&
        isUnder(entry, under) &&
        (municipality === undefined || entry.municipality === municipality),
    );
  }

  private existing(authority: Authority, serial: string): IssuedCertificate {
    const entry = this.find(authority, serial);
    if (!entry) throw new RangeError('no such certificate');
    return entry;
  }

  private save(): void {
    this.vault.writeJson(FILE, [...this.issued.values()]);
  }
}
