import type { KeyObject } from 'node:crypto';
import type { Certificate } from '../certificates/certificate.ts';
import { decodeString, readName } from '../certificates/names/distinguished-name.ts';
import type { GeneralName } from '../certificates/names/general-names.ts';
import { CertificateRefused } from '../certificates/refused.ts';
import {
  algorithmNames,
  attributeNames,
  extendedKeyUsageNames,
  keyUsageNames,
  named,
  policyNames,
} from './known-names.ts';

/** What a certificate says, in words; keys are the headings. */
export type Explanation = Record<string, string | string[]>;

/** Control characters would let a certificate write over the reader's screen. */
const harmless = (text: string) => text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '\ufffd');

/** A name as people write it: `CN=…, OU=…, O=…, C=…`, the most particular part first (RFC 4514). */
export function nameInWords(name: Buffer): string {
  const parts = readName(name).map((set) =>
    set
      .map(({ type, tag, value }) => {
        const text = decodeString(tag, value) ?? `#${value.toString('hex')}`;
        return `${attributeNames[type] ?? type}=${harmless(text).replace(/[,+\\]/g, '\\$&')}`;
      })
      .join(' + '),
  );
  return parts.length === 0 ? '(none)' : parts.reverse().join(', ');
}

function generalNameInWords({ kind, value }: GeneralName): string {
  if (kind === 'directory') return `name ${nameInWords(value)}`;
  if (kind === 'ip') {
    const isFour = value.length === 4;
    return `address ${isFour ? [...value].join('.') : (value.toString('hex').match(/.{4}/g) ?? []).join(':')}`;
  }
  const text =
    kind === 'rfc822' || kind === 'dns' || kind === 'uri' ? harmless(value.toString('latin1')) : '';
  return `${{ rfc822: 'mail', dns: 'host', uri: 'address' }[kind as string] ?? `of the form ${kind}`} ${text}`.trim();
}

function keyInWords(certificate: Certificate): string {
  let key: KeyObject;
  try {
    key = certificate.publicKey;
  } catch (error) {
    if (error instanceof CertificateRefused) return `not accepted here: ${error.reason}`;
    throw error;
  }
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
  return namedCurve ? `elliptic curve ${namedCurve}` : `RSA, ${modulusLength} bits`;
}

const DAY_MS = 86_400_000;
const inUtc = (at: Date) => `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
const inJapan = (at: Date) =>
  `${new Date(at.getTime() + 9 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')} JST`;

function validityInWords({ notBefore, notAfter }: Certificate, at: Date): string[] {
  const days = (from: Date, to: Date) => Math.floor((to.getTime() - from.getTime()) / DAY_MS);
  const state =
    at < notBefore
      ? `begins in ${days(at, notBefore)} days`
      : at.getTime() >= notAfter.getTime() + 1000
        ? `ended ${days(notAfter, at)} days ago`
        : `${days(at, notAfter)} days left`;
  return [
    `from ${inUtc(notBefore)} (${inJapan(notBefore)})`,
    `to   ${inUtc(notAfter)} (${inJapan(notAfter)})`,
    `at ${inUtc(at)}: ${state}`,
  ];
}

function usesInWords({ facts }: Certificate): string[] {
  const { keyUsage, extendedKeyUsage, basicConstraints } = facts;
  const length = basicConstraints?.pathLength;
  return [
    ...(basicConstraints?.ca
      ? [`certification authority${length === undefined ? '' : `, at most ${length} authorities below it`}`]
      : ['end entity: it issues nothing']),
    keyUsage ? `key: ${[...keyUsage].map((bit) => keyUsageNames[bit] ?? bit).join(', ')}` : 'key: any use',
    extendedKeyUsage
      ? `purposes: ${extendedKeyUsage.map((id) => named(id, extendedKeyUsageNames)).join(', ')}`
      : 'purposes: not limited',
  ];
}

const constraintsInWords = (what: string, names: readonly GeneralName[] = []) =>
  names.map((name) => `${what} ${generalNameInWords(name)}`);

/** Says what a certificate is, for a person. The moment decides what is said about its validity. */
export function explain(certificate: Certificate, at: Date): Explanation {
  const { facts } = certificate;
  const said: Explanation = {
    Subject: nameInWords(certificate.subject),
    Issuer: nameInWords(certificate.issuer),
    'Serial number': `${certificate.serial} (hexadecimal)`,
    Validity: validityInWords(certificate, at),
    Key: keyInWords(certificate),
    Signature: named(certificate.algorithm.oid, algorithmNames),
    Uses: usesInWords(certificate),
    Policies: facts.policies?.map((id) => named(id, policyNames)) ?? '(none)',
  };
  if (facts.subjectAltName.length > 0) said['Other names'] = facts.subjectAltName.map(generalNameInWords);
  if (facts.nameConstraints) {
    const { permitted, excluded } = facts.nameConstraints;
    said['Names below it'] = [
      ...constraintsInWords('only', permitted),
      ...constraintsInWords('never', excluded),
    ];
  }
  if (facts.points.length > 0) {
    said['Revocation lists'] = facts.points.map(({ name }) =>
      name && 'full' in name
        ? name.full.map(generalNameInWords).join(' or ')
        : 'named relative to their issuer',
    );
  }
  return said;
}
