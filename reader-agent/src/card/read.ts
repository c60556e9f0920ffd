import type { CardConnection } from '../readers/reader.ts';
import { algorithmOf, type CardAlgorithm } from './algorithm.ts';
import { readAuthenticationCertificate } from './certificate.ts';
import { selectJpki } from './select.ts';
import { expectIndividualNumberCard } from './token.ts';

export interface CardRead {
  /** User-authentication certificate, DER. */
  certificate: Uint8Array;
  /** How the keys of this card sign. */
  algorithm: CardAlgorithm;
}

/**
 * How every use of a card begins: recognise it and read its user-authentication certificate. No PIN, no VERIFY.
 * Afterwards the JPKI application is selected.
 * @throws CardFailure `card.other`, `card.resident-card`, `card.phone`, `card.certificate-missing`, `card.unreadable`,
 * `card.removed`, `login.cancelled`, or what the reader throws.
 */
export async function readCard(connection: CardConnection, signal?: AbortSignal): Promise<CardRead> {
  await selectJpki(connection, signal);
  await expectIndividualNumberCard(connection, signal);
  const certificate = await readAuthenticationCertificate(connection, signal);
  return { certificate, algorithm: algorithmOf(certificate) };
}
