import { randomBytes, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type { KeyFolder } from '../key-folder.ts';

/** Key and certificate of the server on the local network, PEM. */
export interface TlsIdentity {
  key: string;
  cert: string;
  /** SHA-256 over the certificate, as browsers show it. */
  fingerprint: string;
}

const keyName = 'local-network-tls';
const dayMilliseconds = 24 * 3600_000;
/** Browsers refuse certificates that are valid for longer than 398 days. */
const validDays = 397;
const renewBeforeDays = 30;

/** Of a clock that is a little ahead of a tablet's. */
const hourMilliseconds = 3600_000;

function identityOf(stored: string): TlsIdentity & { certificate: X509Certificate } {
  const certificate = new X509Certificate(stored);
  const [key = ''] = /-----BEGIN PRIVATE KEY-----[^-]+-----END PRIVATE KEY-----/.exec(stored) ?? [];
  return { key, cert: certificate.toString(), fingerprint: certificate.fingerprint256, certificate };
}

/** The stored one, if it names all of `names` and lasts long enough; what is damaged is made anew. */
function stillGood(stored: Uint8Array, names: readonly string[], now: Date): TlsIdentity | undefined {
  try {
    const { certificate, ...identity } = identityOf(Buffer.from(stored).toString());
    const daysLeft = (Date.parse(certificate.validTo) - now.getTime()) / dayMilliseconds;
    const fits = names.every((name) => certificate.checkIP(name) ?? certificate.checkHost(name));
    return fits && daysLeft > renewBeforeDays && identity.key !== '' ? identity : undefined;
  } catch {
    return undefined;
  }
}

async function make(names: readonly string[], now: Date): Promise<string> {
  // Without this polyfill the library does not load, and only who opens the local network needs either.
  await import('reflect-metadata');
  const x509 = await import('@peculiar/x509');
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned(
    {
      serialNumber: `01${randomBytes(15).toString('hex')}`,
      name: 'CN=Chanoma on the local network',
      notBefore: new Date(now.getTime() - hourMilliseconds),
      notAfter: new Date(now.getTime() + validDays * dayMilliseconds),
      keys,
      signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
      extensions: [
        // No authority: whoever trusts it trusts this server alone.
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
        new x509.SubjectAlternativeNameExtension(
          names.map((value) => ({ type: isIP(value) === 0 ? ('dns' as const) : ('ip' as const), value })),
        ),
      ],
    },
    crypto,
  );
  const der = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey));
  const body = der.toString('base64').replace(/(.{64})(?=.)/g, '$1\n');
  return `-----BEGIN PRIVATE KEY-----\n${body}\n-----END PRIVATE KEY-----\n${certificate.toString('pem')}\n`;
}

/**
 * The certificate of this server for `names` (host names or IP addresses), made and kept in the owner-only key folder the
 * first time; made anew, with a new key, 30 days before it runs out and when the names are others.
 */
export async function localNetworkCertificate(
  keys: KeyFolder,
  names: readonly string[],
  now: Date,
): Promise<TlsIdentity> {
  const stored = keys.read(keyName);
  const good = stored && stillGood(stored, names, now);
  if (good) return good;
  const made = Buffer.from(await make(names, now));
  keys.remove(keyName);
  const { certificate: _, ...identity } = identityOf(
    Buffer.from(keys.readOrCreate(keyName, () => made)).toString(),
  );
  return identity;
}
