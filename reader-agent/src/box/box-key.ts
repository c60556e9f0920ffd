import type { TownKey } from '../../../mock-platform/src/protocol/boxes.ts';

export type PublicJwk = TownKey['publicKey'];

/** The key that makes this box this box. The private part never leaves what implements this. */
export interface BoxKey {
  readonly publicJwk: PublicJwk;
  /** JWK SHA-256 thumbprint (RFC 7638), base64url. */
  readonly thumbprint: string;
  /** Compact JWS (RFC 7515) with ES256; `alg` is added to the header. */
  sign(header: Record<string, unknown>, payload: Record<string, unknown>): Promise<string>;
  /** 32 bytes that only this box can have, one for each purpose. */
  secret(purpose: string): Promise<Uint8Array>;
}

/** Where the box key lives: a file today, a TPM or secure element of a real box tomorrow. */
export interface KeyStore {
  /** Opens the key; makes it at the first start. */
  open(): Promise<BoxKey>;
}
