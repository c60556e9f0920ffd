import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';

/** Public key of P-256 as JWK (RFC 7517), the only kind that boxes have. */
export interface P256Jwk {
  kty: 'EC';
  crv: 'P-256';
  x: string;
  y: string;
}

const COORDINATE = /^[A-Za-z0-9_-]{43}$/;

/** A JWK of somebody else's as a public key of P-256; undefined when it is another kind, or a private one. */
export function publicP256(jwk: unknown): P256Jwk | undefined {
  if (typeof jwk !== 'object' || jwk === null) return undefined;
  const { kty, crv, x, y, d } = jwk as Record<string, unknown>;
  if (kty !== 'EC' || crv !== 'P-256' || d !== undefined) return undefined;
  if (typeof x !== 'string' || typeof y !== 'string' || !COORDINATE.test(x) || !COORDINATE.test(y))
    return undefined;
  return { kty, crv, x, y };
}

/** Thumbprint of the key, SHA-256, base64url: its members in their order without spaces (RFC 7638 §3). */
export const thumbprintOf = ({ x, y }: P256Jwk): string =>
  createHash('sha256').update(`{"crv":"P-256","kty":"EC","x":"${x}","y":"${y}"}`).digest('base64url');

const keys = new Map<string, KeyObject>();
const mostKeys = 20_000;

/** A box speaks every few minutes: its key is made ready once. @throws Error when it is no point of the curve */
function p256Key({ x, y }: P256Jwk): KeyObject {
  const name = `${x}.${y}`;
  const known = keys.get(name);
  if (known) return known;
  const key = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
  if (keys.size >= mostKeys) keys.clear();
  keys.set(name, key);
  return key;
}

/** A compact JWS (RFC 7515), taken apart but not checked. */
export interface Jws {
  header: Record<string, unknown>;
  payload: unknown;
  signed: Buffer;
  signature: Buffer;
}

const COMPACT = /^([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)$/;

const parse = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));

/** Takes a compact JWS with a JSON payload apart; undefined when it is none, or asks for an extension. */
export function readJws(jws: string): Jws | undefined {
  const [, head, body, tail] = COMPACT.exec(jws) ?? [];
  if (head === undefined || body === undefined || tail === undefined) return undefined;
  try {
    const header = parse(head);
    if (typeof header !== 'object' || header === null || Array.isArray(header)) return undefined;
    if ('crit' in header || 'b64' in header) return undefined;
    return {
      header: header as Record<string, unknown>,
      payload: parse(body),
      signed: Buffer.from(jws.slice(0, head.length + 1 + body.length), 'latin1'),
      signature: Buffer.from(tail, 'base64url'),
    };
  } catch {
    return undefined;
  }
}

/** Whether the key signed it with ES256 (RFC 7518 §3.4), and its header says so. Never throws. */
export function isSignedBy({ header, signed, signature }: Jws, jwk: P256Jwk): boolean {
  if (header.alg !== 'ES256' || signature.length !== 64) return false;
  try {
    return verify('sha256', signed, { key: p256Key(jwk), dsaEncoding: 'ieee-p1363' }, signature);
  } catch {
    return false;
  }
}
