import { X509Certificate } from 'node:crypto';
import { algorithmOf, ecdsaP384 } from '../card/algorithm.ts';
import { readAuthenticationCertificate } from '../card/certificate.ts';
import { readBinary, readDerFile } from '../card/der-file.ts';
import { type PinKind, triesLeft } from '../card/pin.ts';
import { selectFile, selectJpki } from '../card/select.ts';
import { expectIndividualNumberCard } from '../card/token.ts';
import { codeOf } from '../failure.ts';
import type { CardConnection, ReaderBackend } from '../readers/reader.ts';
import { exitCodes, type Outcome } from './commands.ts';
import type { CommandSettings } from './options.ts';
import { meaningOf, withReader } from './readers.ts';
import { table } from './table.ts';

type Kind = 'individual-number-card' | 'resident-card' | 'phone' | 'other' | 'unreadable' | 'none';

export interface Probe {
  usable: boolean;
  kind: Kind;
  code: string | null;
  generation: 'current' | 'next' | null;
  certificate: CertificateFacts | null;
  signatureCertificate: boolean | null;
  triesLeft: Record<PinKind, number | null>;
}

interface CertificateFacts {
  notBefore: string;
  notAfter: string;
  valid: boolean;
  issuer: string;
  /** The authority's certificate as the card carries it: authorities of several generations have one name. */
  authority: { notBefore: string; notAfter: string; issued: boolean } | null;
}

/** Files of the JPKI application. */
const availability = 0x0008;
const authenticationAuthority = 0x000b;

const kinds: Record<string, Kind> = {
  'card.other': 'other',
  'card.resident-card': 'resident-card',
  'card.phone': 'phone',
  'card.removed': 'none',
};
const kindNames: Record<Kind, string> = {
  'individual-number-card': 'Individual Number Card',
  'resident-card': 'old resident card (住基カード)',
  phone: 'smartphone certificate',
  other: 'another card, without JPKI',
  unreadable: 'a card that cannot be read',
  none: 'no card',
};

/** `probe`: what lies on the reader, from what every card tells without a PIN. Nobody's name or number is read out. */
export async function probe(settings: CommandSettings): Promise<Outcome> {
  const found = await withReader({ ...settings.reader, everyCard: true }, probeReader);
  return { exit: found.usable ? exitCodes.done : exitCodes.no, json: found, text: textOf(found) };
}

/** What lies on an open reader. Never throws a failure of card or reader: it is the answer. */
export async function probeReader(reader: ReaderBackend): Promise<Probe> {
  const result: Probe = {
    usable: false,
    kind: 'none',
    code: null,
    generation: null,
    certificate: null,
    signatureCertificate: null,
    triesLeft: { authentication: null, signature: null },
  };
  try {
    const connection = await reader.connect();
    result.kind = 'unreadable';
    try {
      await look(connection, result);
    } finally {
      await connection.close();
    }
    result.usable = result.certificate?.valid === true;
  } catch (error) {
    result.code = codeOf(error, 'reader.failed');
    result.kind = kinds[result.code] ?? (result.code === 'card.unreadable' ? 'unreadable' : result.kind);
  }
  return result;
}

async function look(connection: CardConnection, result: Probe): Promise<void> {
  await selectJpki(connection);
  await expectIndividualNumberCard(connection);
  result.kind = 'individual-number-card';
  for (const kind of ['authentication', 'signature'] as const) {
    // A card without this key has no such file.
    result.triesLeft[kind] = await triesLeft(connection, kind).catch(() => null);
  }
  if (await selectFile(connection, availability)) {
    const flags = await readBinary(connection, 0, 3);
    // 8F: there; first the signature certificate, then the one for authentication.
    result.signatureCertificate = flags.length < 2 ? null : flags[0] === 0x8f;
  }
  const certificate = await readAuthenticationCertificate(connection);
  result.generation = algorithmOf(certificate) === ecdsaP384 ? 'next' : 'current';
  const authority = (await selectFile(connection, authenticationAuthority))
    ? await readDerFile(connection, 'card.unreadable').catch(() => undefined)
    : undefined;
  result.certificate = factsOf(new X509Certificate(certificate), authority);
}

function factsOf(certificate: X509Certificate, authority: Uint8Array | undefined): CertificateFacts {
  const now = Date.now();
  return {
    ...validityOf(certificate),
    valid: Date.parse(certificate.validFrom) <= now && now <= Date.parse(certificate.validTo),
    issuer: certificate.issuer.split('\n').join(', '),
    authority: authority === undefined ? null : authorityOf(certificate, authority),
  };
}

function authorityOf(certificate: X509Certificate, der: Uint8Array): CertificateFacts['authority'] {
  try {
    const authority = new X509Certificate(der);
    return { ...validityOf(authority), issued: certificate.verify(authority.publicKey) };
  } catch {
    return null;
  }
}

function validityOf({ validFrom, validTo }: X509Certificate): { notBefore: string; notAfter: string } {
  return { notBefore: new Date(validFrom).toISOString(), notAfter: new Date(validTo).toISOString() };
}

function textOf({ kind, code, generation, certificate, signatureCertificate, triesLeft }: Probe): string {
  const rows: string[][] = [['card', kindNames[kind]]];
  if (generation !== null) {
    rows.push(['keys', generation === 'next' ? 'next generation (ECDSA P-384)' : 'current (RSA-2048)']);
  }
  if (certificate !== null) {
    const { notBefore, notAfter, valid, issuer, authority } = certificate;
    rows.push([
      'certificate',
      `${day(notBefore)} to ${day(notAfter)}, ${valid ? 'valid' : 'not valid today'}`,
    ]);
    rows.push(['issuer', issuer]);
    if (authority !== null) {
      const issued = authority.issued ? '' : ' (on the card, but not the issuer)';
      rows.push(['authority', `of ${day(authority.notBefore)} to ${day(authority.notAfter)}${issued}`]);
    }
  }
  if (signatureCertificate !== null)
    rows.push(['signature certificate', signatureCertificate ? 'yes' : 'no']);
  for (const [pin, left] of Object.entries(triesLeft)) {
    if (left !== null) rows.push([`${pin} PIN`, left === 0 ? 'blocked' : `${left} tries left`]);
  }
  if (code !== null) rows.push(['why', `${meaningOf(code)} (${code})`]);
  return table(rows);
}

/** The day in Japan, where certificates end at midnight. */
function day(instant: string): string {
  return new Date(Date.parse(instant) + 9 * 3_600_000).toISOString().slice(0, 10);
}
