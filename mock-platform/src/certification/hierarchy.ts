import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { type Authority, authorities, authorityName } from './names.ts';
import { rootExtensions } from './profile.ts';
import type { Vault } from './vault.ts';
import * as x509 from './x509.ts';

const generate = promisify(generateKeyPair);

/** A new RSA-2048 key; made in the thread pool, so several at once use all cores. */
export const newRsaKey = async (): Promise<KeyObject> =>
  (await generate('rsa', { modulusLength: 2048 })).privateKey;

export const pkcs8 = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'der' });
export const spki = (key: KeyObject) => createPublicKey(key).export({ type: 'spki', format: 'der' });

const signing = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const;
export const toSigningKey = (key: KeyObject) =>
  crypto.subtle.importKey('pkcs8', pkcs8(key), signing, false, ['sign']);

export interface Root {
  certificate: Buffer;
  key: KeyObject;
  /** Subject public key info of the root, DER. */
  spki: Buffer;
}

export interface Hierarchy {
  roots: Record<Authority, Root>;
  /** Signs the records of the surface application. */
  surfaceKey: KeyObject;
}

const VALID_FROM = new Date('2015-10-20T00:00:00Z');
const VALID_TO = new Date('2045-10-19T14:59:59Z');

async function makeRoot(authority: Authority, key: KeyObject): Promise<Buffer> {
  const publicKey = spki(key);
  const name = new x509.Name(new Uint8Array(authorityName(authority)));
  const certificate = await x509.X509CertificateGenerator.create(
    {
      serialNumber: '01',
      subject: name,
      issuer: name,
      notBefore: VALID_FROM,
      notAfter: VALID_TO,
      publicKey,
      signingKey: await toSigningKey(key),
      signingAlgorithm: signing,
      extensions: rootExtensions(publicKey),
    },
    crypto,
  );
  return Buffer.from(certificate.rawData);
}

async function keyNamed(vault: Vault, name: string): Promise<KeyObject> {
  const stored = vault.read(name);
  if (stored) return createPrivateKey({ key: stored, format: 'der', type: 'pkcs8' });
  const key = await newRsaKey();
  vault.write(name, pkcs8(key));
  return key;
}

/** Two separate self-signed roots and the key for surface records; made at the first call, read afterwards. */
export async function openHierarchy(vault: Vault): Promise<Hierarchy> {
  const [authentication, signature, surfaceKey] = await Promise.all(
    [...authorities, 'surface'].map((name) => keyNamed(vault, `${name}.key`)),
  );
  const root = async (authority: Authority, key: KeyObject): Promise<Root> => {
    const file = `${authority}.cer`;
    const certificate = vault.read(file) ?? (await makeRoot(authority, key));
    if (!vault.read(file)) vault.write(file, certificate);
    return { certificate, key, spki: spki(key) };
  };
  return {
    roots: {
      authentication: await root('authentication', authentication!),
      signature: await root('signature', signature!),
    },
    surfaceKey: surfaceKey!,
  };
}
