import { CardFailure } from '../readers/failure.ts';
import type { CardConnection } from '../readers/reader.ts';
import { readDerFile } from './der-file.ts';
import { selectFile } from './select.ts';

/** EF 000A: user-authentication certificate, readable without a PIN. */
const authenticationCertificate = 0x000a;
/** EF 0001: signature certificate, readable after the signature PIN. */
const signatureCertificate = 0x0001;

/**
 * Reads the user-authentication certificate (DER) of the selected JPKI application.
 * @throws CardFailure `card.certificate-missing`, `card.unreadable` (truncated or no DER), …
 */
export function readAuthenticationCertificate(
  connection: CardConnection,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  return readCertificate(connection, authenticationCertificate, 'card.certificate-missing', signal);
}

/**
 * Reads the signature certificate (DER) of the selected JPKI application; its PIN must have been verified.
 * @throws CardFailure `card.signature-missing`, `card.unreadable` (truncated, no DER, no PIN), …
 */
export function readSignatureCertificate(
  connection: CardConnection,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  return readCertificate(connection, signatureCertificate, 'card.signature-missing', signal);
}

async function readCertificate(
  connection: CardConnection,
  file: number,
  missing: CardFailure['code'],
  signal?: AbortSignal,
): Promise<Uint8Array> {
  if (!(await selectFile(connection, file, signal))) throw new CardFailure(missing);
  return readDerFile(connection, missing, signal);
}
