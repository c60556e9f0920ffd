import { ageOn, dayOf } from '../../booking/calendar.ts';
import type { Room } from '../../protocol/living-room.ts';
import { hana, households, isamu, type Resident, towns, yui } from './world.ts';

type RoomCard = Room['cards'][number];

const ageCaption = (resident: Resident, now: Date): string => `${ageOn(resident.birthDate, dayOf(now))}歳`;

/** The cards in the living room's tray, in their order; ages as of `now`. */
export function roomCards(now: Date): RoomCard[] {
  return [
    { name: 'hana', label: 'はな', caption: ageCaption(hana, now), tone: 'leaf', portrait: 'grandmother' },
    {
      name: 'isamu',
      label: 'いさむ',
      caption: ageCaption(isamu, now),
      tone: 'water',
      portrait: 'grandfather',
    },
    { name: 'yui', label: 'ゆい', caption: ageCaption(yui, now), tone: 'sun', portrait: 'girl' },
    { name: 'fumi', label: 'ふみ', caption: '失効したカード', tone: 'plum', portrait: 'grandmother' },
    { name: 'takeshi', label: 'たけし', caption: '期限切れのカード', tone: 'wisteria', portrait: 'man' },
    { name: 'kenji', label: 'けんじ', caption: '別の家', tone: 'wisteria', portrait: 'man' },
    { name: 'yoshiko', label: 'よしこ', caption: '暗証番号ロック', tone: 'plum', portrait: 'grandmother' },
    { name: 'minoru', label: 'みのる', caption: '次の世代のカード', tone: 'leaf', portrait: 'man' },
    { name: 'sachiko', label: 'さちこ', caption: '別の町', tone: 'sun', portrait: 'woman' },
    { name: 'makoto', label: 'まこと', caption: '未登録', tone: 'water', portrait: 'grandfather' },
    {
      name: 'old-resident-card',
      label: 'むかしの カード',
      caption: '住基カード',
      tone: 'grey',
      portrait: 'none',
    },
    { name: 'transit', label: 'こうつうカード', caption: '対象外', tone: 'grey', portrait: 'none' },
    { name: 'credit', label: 'クレジット', caption: '対象外', tone: 'grey', portrait: 'none' },
    { name: 'phone', label: 'スマホ', caption: 'スマホの証明書', tone: 'grey', portrait: 'phone' },
    { name: 'damaged', label: 'こわれた カード', caption: '反応しない', tone: 'grey', portrait: 'broken' },
  ];
}

/** The households whose televisions stand in the living room; where their agents listen is known at start only. */
export const roomHouseholds: readonly Omit<Room['households'][number], 'agentPort'>[] = households.flatMap(
  ({ id, name, reader }) => (reader === undefined ? [] : [{ id, name, reader }]),
);

/** Links to the towns' desks. */
export const roomTowns: Room['towns'] = towns.map(({ name, municipality }) => ({
  name: `${name}役場`,
  consolePath: `/console/towns/${municipality}`,
}));
