import { context, encode, oid, printable, sequence, set, utf8 } from './der.ts';

export type Authority = 'authentication' | 'signature';
export const authorities: readonly Authority[] = ['authentication', 'signature'];

/** `O` of the production-like hierarchy and of the test hierarchy, which no production verifier may trust. */
export type Organization = 'JPKI' | 'JPKI-TEST';

/** `OU` of each certification service of 公的個人認証 (jpki-card.md §4). */
export const serviceUnit: Record<Authority, string> = {
  authentication: 'JPKI for user authentication',
  signature: 'JPKI for digital signature',
};

const AGENCY = 'Japan Agency for Local Authority Information Systems';

const attributes = { C: '2.5.4.6', O: '2.5.4.10', OU: '2.5.4.11', CN: '2.5.4.3' } as const;

/** Distinguished name, one attribute per RDN; ASCII values as PrintableString, others as UTF8String. */
export function distinguishedName(parts: [keyof typeof attributes, string][]): Buffer {
  return sequence(
    ...parts.map(([type, value]) =>
      set(sequence(oid(attributes[type]), /^[\x20-\x7e]*$/.test(value) ? printable(value) : utf8(value))),
    ),
  );
}

export const authorityName = (authority: Authority, organization: Organization = 'JPKI') =>
  distinguishedName([
    ['C', 'JP'],
    ['O', organization],
    ['OU', serviceUnit[authority]],
    ['OU', AGENCY],
  ]);

/** Name of the authority's status responder (RFC 6960 §4.2.2.2). */
export const responderName = (authority: Authority, organization: Organization = 'JPKI') =>
  distinguishedName([
    ['C', 'JP'],
    ['O', organization],
    ['OU', serviceUnit[authority]],
    ['CN', 'OCSP Responder'],
  ]);

/** The Japanese name of an authority, put into `issuerAltName`. */
export const authorityJapaneseName = (authority: Authority) =>
  distinguishedName([
    ['C', 'JP'],
    ['O', '公的個人認証サービス'],
    [
      'OU',
      authority === 'authentication' ? '公的個人認証サービス利用者証明用' : '公的個人認証サービス署名用',
    ],
    ['OU', '地方公共団体情報システム機構'],
  ]);

/** Name of the list that holds one municipality's revoked certificates; lists are partitioned (jpki-card.md §4). */
export const partitionName = (
  authority: Authority,
  municipality: string,
  organization: Organization = 'JPKI',
) =>
  distinguishedName([
    ['C', 'JP'],
    ['O', organization],
    ['OU', serviceUnit[authority]],
    ['OU', 'CRL Distribution Points'],
    ['OU', `Prefecture ${municipality.slice(0, 2)}`],
    ['CN', `${municipality} CRLDP`],
  ]);

/** GeneralName `directoryName`. */
export const directoryName = (name: Buffer) => context(4, name);

/** GeneralName `otherName` with a UTF8String value. */
export const otherName = (type: string, value: string) => encode(0xa0, oid(type), context(0, utf8(value)));
