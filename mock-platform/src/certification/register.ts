import { randomInt } from 'node:crypto';
import type { Authority } from './names.ts';
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
  revoked?: { at: string; reason: RevocationReason };
}

const FILE = 'issued.json';

/** The authority's own list of what it issued and revoked, kept in its folder. */
export class CertificateRegister {
  private readonly issued = new Map<string, IssuedCertificate>();

  constructor(private readonly vault: Vault) {
    for (const entry of vault.readJson<IssuedCertificate[]>(FILE) ?? []) {
      this.issued.set(`${entry.authority}/${entry.serial}`, entry);
    }
  }

  /** A 32-bit serial that this authority has not used. */
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
    const entry = this.find(authority, serial);
    if (!entry) throw new RangeError('no such certificate');
    if (entry.revoked) return;
    entry.revoked = { at: at.toISOString(), reason };
    this.save();
  }

  revokedIn(authority: Authority, municipality: string): IssuedCertificate[] {
    return [...this.issued.values()].filter(
      (entry) => entry.authority === authority && entry.municipality === municipality && entry.revoked,
    );
  }

  private save(): void {
    this.vault.writeJson(FILE, [...this.issued.values()]);
  }
}
