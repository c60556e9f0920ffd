import type { Certificate } from '../certificates/certificate.ts';

/** A certificate that is not kept itself: its serial, and the name of the list that would hold it. */
export interface NamedCertificate {
  /** Lower-case hexadecimal, no leading zeros. */
  serial: string;
  /** `directoryName` of its distribution point, DER; absent when nobody has seen it: only OCSP can be asked then. */
  partition: Buffer | undefined;
}

/** All that a source of revocation asks of a certificate (`RevocationSource`). */
export function asAskedFor({ serial, partition }: NamedCertificate): Certificate {
  const padded = serial.length % 2 === 0 ? serial : `0${serial}`;
  const magnitude = Buffer.from(padded, 'hex');
  const sign = (magnitude[0] ?? 0) >= 0x80 ? Buffer.from([0]) : Buffer.alloc(0);
  const serialOctets = Buffer.concat([sign, magnitude]);
  const distributionPoints = partition ? [partition] : [];
  return { serial, serialOctets, facts: { distributionPoints } } as unknown as Certificate;
}
