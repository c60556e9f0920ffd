import type { CardFile } from '../../protocol/card-reader.ts';
import type { PinName } from '../pins.ts';
import type { Application, ElementaryFile } from './application.ts';
import { cardKey } from './keys.ts';
import { tokenInformation } from './token-information.ts';

export const jpkiAid = 'D392F000260100000001';

/**
 * JPKI application of an Individual Number Card, or of a phone, where even the authentication certificate wants its PIN.
 * A child under 15 has no signature certificate, key or PIN.
 * @param certificateBytes cuts the certificates off after so many bytes.
 */
export function jpkiApplication(card: CardFile, certificateBytes?: number): Application {
  const { authentication, signature } = card;
  const isPhone = card.kind === 'phone';
  const data = (base64: string) => ({ type: 'data' as const, content: Buffer.from(base64, 'base64') });
  const certificate = (base64: string, needs?: PinName) => {
    const { content } = data(base64);
    return { type: 'data' as const, content: content.subarray(0, certificateBytes), needs };
  };
  const files = new Map<number, ElementaryFile>();
  const label = isPhone ? 'JPKIAPGPSETOKEN' : 'JPKIAPICCTOKEN2';
  files.set(0x0006, { type: 'data', content: tokenInformation(label) });
  files.set(0x0008, {
    type: 'data',
    content: Uint8Array.of(signature ? 0x8f : 0x00, authentication ? 0x8f : 0x00, 0x00),
  });
  if (authentication !== undefined) {
    files.set(0x000a, certificate(authentication.certificate, isPhone ? 'authentication' : undefined));
    files.set(0x000b, data(authentication.issuer));
    files.set(0x0017, {
      type: 'key',
      key: cardKey(card, authentication.privateKey),
      needs: 'authentication',
    });
    files.set(0x0018, { type: 'pin', pin: 'authentication' });
  }
  if (isPhone && authentication === undefined) {
    // A phone whose certificates nobody issued: the PIN stands before the file all the same.
    files.set(0x000a, certificate('', 'authentication'));
    files.set(0x0018, { type: 'pin', pin: 'authentication' });
  }
  if (signature !== undefined) {
    // Holds name, address, birth date and sex: only the signature PIN opens it.
    files.set(0x0001, certificate(signature.certificate, 'signature'));
    files.set(0x0002, data(signature.issuer));
    files.set(0x001a, { type: 'key', key: cardKey(card, signature.privateKey), needs: 'signature' });
    files.set(0x001b, { type: 'pin', pin: 'signature' });
  }
  return { aid: jpkiAid, files };
}
