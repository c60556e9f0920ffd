import type { CardFile } from '../../protocol/card-reader.ts';

/**
 * Cards of nobody in the towns: what else is laid on a reader by mistake. The answers to reset are those of the old
 * 住基カード, of FeliCa and of plain contactless cards (PC/SC part 3); nothing recognises a card by them.
 */
export const otherCards: readonly CardFile[] = [
  {
    name: 'old-resident-card',
    kind: 'resident-card',
    atr: '3BE000FF8131FE4514',
    surfaceNeedsBirthDate: false,
  },
  {
    name: 'transit',
    kind: 'transit-card',
    atr: '3B8F8001804F0CA00000030611003B0000000042',
    surfaceNeedsBirthDate: false,
  },
  {
    // Its certificates were never issued: without its PIN, which nobody is asked for, that cannot be told.
    name: 'phone',
    kind: 'phone',
    atr: '3B80800101',
    pins: { authentication: { value: '1234', triesLeft: 3 }, birthDate: { triesLeft: 0 } },
    surfaceNeedsBirthDate: false,
  },
  { name: 'credit', kind: 'credit-card', atr: '3B80800101', surfaceNeedsBirthDate: false },
  {
    name: 'damaged',
    kind: 'damaged-card',
    atr: '3B888001000005E0B381A1007F',
    misbehaviour: { mute: 'reset' },
    surfaceNeedsBirthDate: false,
  },
];
