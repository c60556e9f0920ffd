/** A certificate by issuer and serial. */
export interface SerialName {
  /** SHA-256 of the issuer's SubjectPublicKeyInfo, hexadecimal. */
  issuerKey: string;
  /** Lower-case hexadecimal, no leading zeros. */
  serial: string;
}

/** Nobody could be asked about links; what depends on them waits. */
export class LinksUnavailable extends Error {
  constructor(readonly reason: string) {
    super(`links of the certification service unavailable: ${reason}`);
    this.name = 'LinksUnavailable';
  }
}

/** What the certification service tells a verifier about links between certificates (jpki-card.md §6). */
export interface LinkService {
  /**
   * The authentication certificate on the card of a signature certificate (公的個人認証法 18条3項); undefined when the
   * service does not say. @throws LinksUnavailable
   */
  authenticationOf(signature: SerialName): Promise<SerialName | undefined>;
  /**
   * The authentication certificate that this one replaced (新旧紐付け情報); undefined when it replaced none.
   * @throws LinksUnavailable
   */
  predecessorOf(certificate: SerialName): Promise<SerialName | undefined>;
  /**
   * The authentication certificate that took this one's place; undefined when none did.
   * @throws LinksUnavailable
   */
  successorOf(certificate: SerialName): Promise<SerialName | undefined>;
}

/** For a platform whose verifier contract has no links: a renewed card is enrolled anew. */
export const noLinks: LinkService = {
  authenticationOf: async () => undefined,
  predecessorOf: async () => undefined,
  successorOf: async () => undefined,
};
