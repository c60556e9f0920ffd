import type { CardFile } from '../../protocol/card-reader.ts';
import type { Application, ElementaryFile } from './application.ts';
import { cardKey } from './keys.ts';
import { tokenInformation } from './token-information.ts';

export const jpkiAid = 'D392F000260100000001';

/** JPKI application of an Individual Number Card. A child under 15 has no signature certificate, key or PIN. */
export function jpkiApplication(card: CardFile): Application {
  const { authentication, signature } = card;
  const files = new Map<number, ElementaryFile>();
  files.set(0x0006, { type: 'data', content: tokenInformation('JPKIAPICCTOKEN2') });
  files.set(0x0008, {
    type: 'data',
    content: Uint8Array.of(signature ? 0x8f : 0x00, authentication ? 0x8f : 0x00, 0x00),
  });
  if (authentication !== undefined) {
    files.set(0x000a, data(authentication.certificate));
    files.set(0x000b, data(authentication.issuer));
    files.set(0x0017, { type: 'key', key: cardKey(authentication.privateKey), needs: 'authentication' });
    files.set(0x0018, { type: 'pin', pin: 'authentication' });
  }
  if (signature !== undefined) {
    // Holds name, address, birth date and sex: only the signature PIN opens it.
    files.set(0x0001, { ...data(signature.certificate), needs: 'signature' });
    files.set(0x0002, data(signature.issuer));
    files.set(0x001a, { type: 'key', key: cardKey(signature.privateKey), needs: 'signature' });
    files.set(0x001b, { type: 'pin', pin: 'signature' });
  }
  return { aid: jpkiAid, files };
}

function data(base64: string): { type: 'data'; content: Uint8Array } {
  return { type: 'data', content: Buffer.from(base64, 'base64') };
}
