import type { CounterBooking } from '../../booking/bookings.ts';
import { addDays, dayOf, instantAt } from '../../booking/calendar.ts';
import type { EventDraft } from '../../booking/events.ts';
import type { BuildingRecord } from '../../booking/facilities.ts';
import { isClosed, type SlotKey } from '../../booking/slots.ts';
import { hiyori, miharashi } from './world.ts';

const newYear = ['12-29', '12-30', '12-31', '01-01', '01-02', '01-03'];
const mondays = { weekdays: [1], yearly: newYear };
const tuesdays = { weekdays: [2], yearly: newYear };

/** Houses with rooms to let in both towns. */
export const buildings: readonly BuildingRecord[] = [
  {
    id: 'hiyori-hall',
    municipality: hiyori,
    name: 'ひより公民館',
    closing: mondays,
    rooms: [
      {
        id: 'hiyori-hall-large',
        room: '大広間',
        note: 'たたみの へや',
        capacity: 30,
        fee: 600,
        picture: 'community-hall',
      },
      {
        id: 'hiyori-hall-kitchen',
        room: '調理室',
        note: 'なべと さらが あります',
        capacity: 16,
        fee: 800,
        picture: 'kitchen',
      },
      {
        id: 'hiyori-hall-music',
        room: '音楽室',
        note: 'ピアノが あります',
        capacity: 20,
        fee: 500,
        picture: 'music',
      },
    ],
  },
  {
    id: 'kawahara-gym',
    municipality: hiyori,
    name: '川原体育館',
    closing: tuesdays,
    rooms: [
      {
        id: 'kawahara-gym-hall',
        room: '体育室',
        note: 'うわばきが いります',
        capacity: 100,
        fee: 1200,
        picture: 'gym',
        rules: { payMinutes: 60 },
        equipment: [{ id: 'microphone', name: 'マイク', fee: 200, count: 1 }],
      },
    ],
  },
  {
    id: 'hama-hall',
    municipality: hiyori,
    name: 'はま公民館',
    closing: mondays,
    rooms: [
      {
        id: 'hama-hall-tatami',
        room: '和室',
        note: 'にわが 見えます',
        capacity: 12,
        fee: 300,
        picture: 'garden',
        rules: { approval: true },
      },
    ],
  },
  {
    id: 'miharashi-centre',
    municipality: miharashi,
    name: 'みはらし文化センター',
    closing: mondays,
    rooms: [
      {
        id: 'miharashi-centre-hall',
        room: 'ホール',
        note: 'ぶたいが あります',
        capacity: 80,
        fee: 1500,
        picture: 'community-hall',
      },
      {
        id: 'miharashi-centre-music',
        room: '音楽室',
        note: 'ピアノが あります',
        capacity: 15,
        fee: 500,
        picture: 'music',
      },
    ],
  },
];

/** Slots taken at the counter, by days from the seeding day; on a closed day the next open one. */
const taken: readonly { facility: string; ahead: number; period: SlotKey['period'] }[] = [
  { facility: 'hiyori-hall-large', ahead: 1, period: 'morning' },
  { facility: 'hiyori-hall-large', ahead: 2, period: 'afternoon' },
  { facility: 'hiyori-hall-large', ahead: 7, period: 'afternoon' },
  { facility: 'hiyori-hall-large', ahead: 9, period: 'morning' },
  { facility: 'hiyori-hall-large', ahead: 9, period: 'afternoon' },
  { facility: 'hiyori-hall-large', ahead: 9, period: 'evening' },
  { facility: 'hiyori-hall-large', ahead: 15, period: 'evening' },
  { facility: 'hiyori-hall-large', ahead: 22, period: 'morning' },
  { facility: 'hiyori-hall-kitchen', ahead: 2, period: 'morning' },
  { facility: 'hiyori-hall-kitchen', ahead: 5, period: 'afternoon' },
  { facility: 'hiyori-hall-kitchen', ahead: 12, period: 'morning' },
  { facility: 'hiyori-hall-music', ahead: 2, period: 'evening' },
  { facility: 'hiyori-hall-music', ahead: 8, period: 'afternoon' },
  { facility: 'kawahara-gym-hall', ahead: 2, period: 'evening' },
  { facility: 'kawahara-gym-hall', ahead: 6, period: 'evening' },
  { facility: 'kawahara-gym-hall', ahead: 13, period: 'evening' },
  { facility: 'hama-hall-tatami', ahead: 2, period: 'afternoon' },
  { facility: 'hama-hall-tatami', ahead: 10, period: 'morning' },
  { facility: 'miharashi-centre-hall', ahead: 2, period: 'afternoon' },
  { facility: 'miharashi-centre-music', ahead: 4, period: 'evening' },
];

function openDay(facility: string, day: string): string {
  const house = buildings.find(({ rooms }) => rooms.some(({ id }) => id === facility));
  return house !== undefined && isClosed(day, house.closing) ? openDay(facility, addDays(day, 1)) : day;
}

/** Bookings that others made before the story begins, so that taken slots are seen. */
export function counterBookings(now: Date): CounterBooking[] {
  return taken.map(({ facility, ahead, period }, index) => ({
    facility,
    day: openDay(facility, addDays(dayOf(now), ahead)),
    period,
    requestId: `5b0e8f3a-6c1d-4c42-8a57-${String(index).padStart(12, '0')}`,
  }));
}

/** Events of ひより町 in the weeks after the seeding day. */
export function eventDrafts(now: Date): (EventDraft & { id: string })[] {
  const event = (
    index: number,
    ahead: number,
    hour: number,
    draft: Pick<EventDraft, 'title' | 'note' | 'place' | 'fee' | 'capacity'>,
  ) => {
    const day = addDays(dayOf(now), ahead);
    return {
      ...draft,
      id: `5b0e8f3a-6c1d-4c42-8a58-${String(index).padStart(12, '0')}`,
      startsAt: instantAt(day, hour).toISOString(),
      endsAt: instantAt(day, hour + 2).toISOString(),
      applyUntil: instantAt(addDays(day, -2), 17).toISOString(),
    };
  };
  return [
    event(1, 9, 10, {
      title: 'けんこう たいそう',
      note: 'うごきやすい ふくで',
      place: 'ひより公民館',
      fee: 0,
      capacity: 30,
    }),
    event(2, 16, 13, {
      title: 'スマホ きょうしつ',
      note: 'はじめての 人に',
      place: 'はま公民館',
      fee: 0,
      capacity: 12,
    }),
    event(3, 23, 10, {
      title: 'そばうち',
      note: 'エプロンを もって',
      place: 'ひより公民館',
      fee: 500,
      capacity: 8,
    }),
  ];
}
