import type { LotterySummary, TownEvent } from '../../mock-platform/src/protocol/booking.ts';
import { facilities, slot } from './canned-personal.ts';

const event = (
  number: number,
  title: string,
  day: string,
  more: Partial<Pick<TownEvent, 'fee' | 'free' | 'own'>> = {},
): TownEvent => ({
  id: `5a1e7c1e-4444-4000-8000-00000000000${number}`,
  title,
  note: 'うごきやすい ふくで おこしください',
  place: 'ひより公民館',
  startsAt: `${day}T10:00:00+09:00`,
  endsAt: `${day}T11:30:00+09:00`,
  fee: 0,
  capacity: 20,
  free: 6,
  applyUntil: `${day}T00:00:00+09:00`,
  ...more,
});

/** Events of Hana's town after 2026-11-20: with places, full, and with a place of hers. */
export const events: TownEvent[] = [
  event(1, 'けんこう たいそう', '2026-12-01'),
  event(2, 'スマホの きょうしつ', '2026-12-03', { fee: 500, free: 0 }),
  event(3, 'もちつき たいかい', '2026-12-06', { own: 'applied' }),
];

const lottery = (id: string, name: string, more: Partial<LotterySummary> = {}): LotterySummary => ({
  id,
  name,
  closesAt: '2026-11-30T17:00:00+09:00',
  status: 'open',
  slots: (['morning', 'afternoon', 'evening'] as const).map((period) => ({
    id: `hall-${period}`,
    facility: facilities[0]!,
    slot: slot('2026-12-20', period, true),
  })),
  winsPerGroup: 1,
  entries: 4,
  seedCommitment: '0'.repeat(64),
  ...more,
});

/** One lottery that Hana may enter, one that she has entered and one that was drawn. */
export const lotteries: LotterySummary[] = [
  lottery('open', '12月の 大広間'),
  lottery('entered', '12月の 体育室', {
    own: { receipt: '20261120-0007', choices: [['hall-morning']], outcome: 'entered' },
  }),
  lottery('drawn', '11月の 大広間', {
    status: 'drawn',
    own: { receipt: '20261020-0003', choices: [['hall-morning']], outcome: 'alternate', place: 2 },
  }),
];
