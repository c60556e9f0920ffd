import type { CardConnection } from '../readers/reader.ts';
import { readAuthenticationCertificate } from './certificate.ts';
import { selectJpki } from './select.ts';
import { expectIndividualNumberCard } from './token.ts';

export interface CardRead {
  /** User-authentication certificate, DER. */
  certificate: Uint8Array;
}

/**
 * The first half of a login: recognise the card and read its user-authentication certificate. No PIN, no VERIFY.
 * @throws CardFailure `card.other`, `card.resident-card`, `card.phone`, `card.certificate-missing`, `card.unreadable`,
 * `card.removed`, `login.cancelled`, or what the reader throws.
 */
export async function readCard(connection: CardConnection, signal?: AbortSignal): Promise<CardRead> {
  await selectJpki(connection, signal);
  await expectIndividualNumberCard(connection, signal);
  return { certificate: await readAuthenticationCertificate(connection, signal) };
}
