import { createPrivateKey, type KeyObject } from 'node:crypto';
import {
  type Generation,
  generations,
  newKey,
  pkcs8,
  signingAlgorithmOf,
  spki,
  toSigningKey,
} from './keys.ts';
import { type Authority, authorities, authorityName, type Organization, responderName } from './names.ts';
import { keyIdentifier, responderExtensions, rootExtensions } from './profile.ts';
import type { Vault } from './vault.ts';
import * as x509 from './x509.ts';

/** A key that signs certificates and lists, with its self-signed certificate. */
export interface Root {
  certificate: Buffer;
  key: KeyObject;
  /** Subject public key info of the root, DER. */
  spki: Buffer;
}

/** One of the roots; those of both generations share a name and are told apart by their keys. */
export interface Issuer extends Root {
  authority: Authority;
  generation: Generation;
  organization: Organization;
  /** Distinguished name, DER. */
  name: Buffer;
  /** Subject key identifier, lower-case hexadecimal: names the issuer in addresses of lists. */
  keyIdentifier: string;
  /** Signs status answers in the root's stead. */
  responder: Pick<Root, 'certificate' | 'key'>;
}

export interface Hierarchy {
  issuer(authority: Authority, generation: Generation): Issuer;
  issuers: readonly Issuer[];
  /** Sign the records of the surface application. */
  surfaceKeys: Record<Generation, KeyObject>;
}

const VALID_FROM = new Date('2015-10-20T00:00:00Z');
/** Responders live as long as their root: a demo's clock may jump. */
const VALID_TO = new Date('2045-10-19T14:59:59Z');

interface Signing {
  issuerName: Buffer;
  issuerKey: KeyObject;
}

async function certify(
  { issuerName, issuerKey }: Signing,
  serialNumber: string,
  subject: Buffer,
  publicKey: Buffer,
  extensions: x509.Extension[],
): Promise<Buffer> {
  const certificate = await x509.X509CertificateGenerator.create(
    {
      serialNumber,
      subject: new x509.Name(new Uint8Array(subject)),
      issuer: new x509.Name(new Uint8Array(issuerName)),
      notBefore: VALID_FROM,
      notAfter: VALID_TO,
      publicKey: new Uint8Array(publicKey),
      signingKey: await toSigningKey(issuerKey),
      signingAlgorithm: signingAlgorithmOf(issuerKey),
      extensions,
    },
    crypto,
  );
  return Buffer.from(certificate.rawData);
}

async function keyNamed(vault: Vault, name: string, generation: Generation): Promise<KeyObject> {
  const stored = vault.read(name);
  if (stored) return createPrivateKey({ key: stored, format: 'der', type: 'pkcs8' });
  const key = await newKey(generation);
  vault.write(name, pkcs8(key));
  return key;
}

async function stored(vault: Vault, name: string, make: () => Promise<Buffer>): Promise<Buffer> {
  const known = vault.read(name);
  if (known) return known;
  const made = await make();
  vault.write(name, made);
  return made;
}

async function openIssuer(
  vault: Vault,
  organization: Organization,
  authority: Authority,
  generation: Generation,
): Promise<Issuer> {
  const file = generation === 'current' ? authority : `${authority}-${generation}`;
  const [key, responderKey] = await Promise.all([
    keyNamed(vault, `${file}.key`, generation),
    keyNamed(vault, `${file}-responder.key`, generation),
  ]);
  const own = spki(key);
  const name = authorityName(authority, organization);
  const signing = { issuerName: name, issuerKey: key };
  const certificate = await stored(vault, `${file}.cer`, () =>
    certify(signing, generation === 'current' ? '01' : '02', name, own, rootExtensions(own)),
  );
  const answering = spki(responderKey);
  const responder = await stored(vault, `${file}-responder.cer`, () =>
    certify(
      signing,
      '10',
      responderName(authority, organization),
      answering,
      responderExtensions(answering, own),
    ),
  );
  return {
    authority,
    generation,
    organization,
    name,
    certificate,
    key,
    spki: own,
    keyIdentifier: keyIdentifier(own).toString('hex'),
    responder: { certificate: responder, key: responderKey },
  };
}

/**
 * Two services, each with a self-signed root and a status responder for either generation, and the keys for surface
 * records. What is missing in the folder is made and kept.
 */
export async function openHierarchy(vault: Vault, organization: Organization): Promise<Hierarchy> {
  const [issuers, [current, next]] = await Promise.all([
    Promise.all(
      authorities.flatMap((authority) =>
        generations.map((generation) => openIssuer(vault, organization, authority, generation)),
      ),
    ),
    Promise.all([keyNamed(vault, 'surface.key', 'current'), keyNamed(vault, 'surface-next.key', 'next')]),
  ]);
  const byName = new Map(issuers.map((one) => [`${one.authority}/${one.generation}`, one]));
  return {
    issuers,
    surfaceKeys: { current, next },
    issuer: (authority, generation) => byName.get(`${authority}/${generation}`)!,
  };
}
