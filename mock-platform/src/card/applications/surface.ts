import type { CardFile } from '../../protocol/card-reader.ts';
import type { Application } from './application.ts';
import { cardKey } from './keys.ts';

/**
 * 券面事項確認AP: the birth date (EF 0011) opens the age record (EF 0001) and, unless the card is set otherwise, the
 * card's proof of being itself. 照合番号A and the My Number are not simulated at all.
 */
export function surfaceApplication(card: CardFile): Application | undefined {
  if (card.surface === undefined) return undefined;
  const needs = card.surfaceNeedsBirthDate ? 'birthDate' : undefined;
  return {
    aid: 'D3921000310001010402',
    files: new Map([
      [0x0001, { type: 'data', content: Buffer.from(card.surface.record, 'base64'), needs }],
      [0x0011, { type: 'pin', pin: 'birthDate' }],
    ]),
    internalAuthentication: { key: cardKey(card, card.surface.privateKey), needs },
  };
}
