/** How phones and tablets beside the demo reach it. */
export interface LocalNetwork {
  /** IP address of this machine. */
  host: string;
  /** TCP port there; 0 takes a free one. */
  port: number;
  /** Origin that stands in links and QR codes, `https://…`. */
  url: string;
}

/** Everything the platform is told from outside, read once at start. */
export interface PlatformConfiguration {
  /** TCP port; 0 takes a free one. */
  port: number;
  /** Folder of the embedded database and of keys. */
  dataDirectory: string;
  /** PostgreSQL instead of the embedded database. */
  databaseUrl: string | undefined;
  /** Which policy table is in force (D1). */
  profile: 'trial' | 'statute';
  /** Demo parts (living room, certification service, seeded officials) exist only here and on loopback (D18). */
  demo: boolean;
  /** Milliseconds that answers under way may still take at the end, before connections are cut. */
  drainMilliseconds?: number;
  /** Base URL under which the platform is reached; its origin is the OpenID issuer. */
  publicUrl: string;
  /** Opens consoles and phone pages to the local network (D19); without it the platform answers on loopback alone. */
  localNetwork?: LocalNetwork;
  /** Where CRL and OCSP of the certification service are (D18: HTTP endpoints as a real one would have). */
  certificationUrl: string;
  /**
   * Whom a login asks first whether a certificate was revoked. The responder (the default) knows at once; a
   * list in hand answers within microseconds what was revoked up to a minute ago, and far more logins go through.
   */
  revocation?: RevocationOrder;
}

export const revocationOrders = ['responder-first', 'lists-first'] as const;
export type RevocationOrder = (typeof revocationOrders)[number];
