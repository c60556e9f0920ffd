import type {
  Booking,
  BookingDay,
  Facility,
  Period,
  Slot,
} from '../../mock-platform/src/protocol/booking.ts';
import { type Observation, observationCodes } from '../../mock-platform/src/protocol/health.ts';
import { addDays, weekdayOf } from '../../tv-app/src/text/calendar.ts';

/** Hana's records and the rooms of her town, for pages behind the card. */
const pressureWeek: readonly (readonly [day: string, systolic: number, diastolic: number])[] = [
  ['2026-11-14', 132, 80],
  ['2026-11-15', 128, 78],
  ['2026-11-16', 134, 82],
  ['2026-11-17', 131, 79],
  ['2026-11-18', 127, 76],
  ['2026-11-19', 129, 80],
  ['2026-11-20', 126, 78],
];

export function pressure(at: string, systolic: number, diastolic: number): Observation {
  return {
    resourceType: 'Observation',
    id: `pressure-${at.slice(0, 10)}-${at.slice(11, 13)}`,
    status: 'final',
    category: [{ coding: [{ code: 'vital-signs' }] }],
    code: { coding: [observationCodes.bloodPressure] },
    effectiveDateTime: at,
    component: [
      { code: { coding: [observationCodes.systolic] }, valueQuantity: { value: systolic, unit: 'mmHg' } },
      { code: { coding: [observationCodes.diastolic] }, valueQuantity: { value: diastolic, unit: 'mmHg' } },
    ],
    performer: [{ display: 'ごじたくの 血圧計' }],
  };
}

export function weight(at: string, kilograms: number): Observation {
  return {
    resourceType: 'Observation',
    id: `weight-${at.slice(0, 10)}`,
    status: 'final',
    category: [{ coding: [{ code: 'vital-signs' }] }],
    code: { coding: [observationCodes.bodyWeight] },
    effectiveDateTime: at,
    valueQuantity: { value: kilograms, unit: 'kg' },
    performer: [{ display: 'ごじたくの 体重計' }],
  };
}

const jlac10 = 'urn:oid:1.2.392.200119.6.1005';

export function examined(
  day: string,
  code: string,
  display: string,
  value: number,
  unit: string,
  range: { low?: number; high?: number } = {},
): Observation {
  return {
    resourceType: 'Observation',
    id: `${code}-${day}`,
    status: 'final',
    category: [{ coding: [{ code: 'laboratory' }] }],
    code: { coding: [{ system: jlac10, code, display }] },
    effectiveDateTime: day,
    valueQuantity: { value, unit },
    referenceRange: [
      {
        ...(range.low === undefined ? {} : { low: { value: range.low } }),
        ...(range.high === undefined ? {} : { high: { value: range.high } }),
      },
    ],
    performer: [{ display: 'ひより町 けんしん' }],
  };
}

function checkUp(
  day: string,
  [hba1c, ldl, egfr, systolic]: readonly [number, number, number, number],
): Observation[] {
  return [
    examined(day, '3D046000001906202', 'ＨｂＡ１ｃ（ＮＧＳＰ）', hba1c, '%', { high: 5.9 }),
    examined(day, '3F077000002327101', 'ＬＤＬコレステロール', ldl, 'mg/dl', { low: 70, high: 139 }),
    examined(day, '3F070000002327101', 'ＨＤＬコレステロール', 58, 'mg/dl', { low: 40 }),
    examined(day, '8A065000002391901', 'eGFR', egfr, '', { low: 60 }),
    examined(day, '9A751000000000001', '収縮期血圧（１回目）', systolic, 'mmHg', { high: 139 }),
    examined(day, '3B035000002327201', 'ＡＳＴ（ＧＯＴ）', 24, 'U/l', { low: 10, high: 40 }),
    examined(day, '9N006000000000001', '体重', 54.2, 'kg'),
  ];
}

export const pressures = pressureWeek.map(([day, systolic, diastolic]) =>
  pressure(`${day}T07:10:00+09:00`, systolic, diastolic),
);
export const weights = [55.1, 54.9, 54.8, 55.0, 54.6, 54.4, 54.5, 54.2].map((kilograms, week) =>
  weight(`${addDays('2026-11-18', (week - 7) * 7)}T08:00:00+09:00`, kilograms),
);
export const examinations = [
  ...checkUp('2026-06-10', [5.8, 128, 58, 131]),
  ...checkUp('2025-06-12', [5.7, 134, 61, 134]),
  ...checkUp('2023-06-08', [5.9, 141, 63, 138]),
  ...checkUp('2022-06-09', [5.6, 137, 64, 136]),
];

export const bundleOf = (resources: readonly Observation[]) => ({
  resourceType: 'Bundle' as const,
  type: 'searchset' as const,
  total: resources.length,
  entry: resources.map((resource) => ({ resource })),
});

/** Answers the three questions of the health pages. */
export function healthAnswer(url: URL) {
  const code = url.searchParams.get('code') ?? '';
  if (code.endsWith(observationCodes.bloodPressure.code)) return bundleOf(pressures);
  if (code.endsWith(observationCodes.bodyWeight.code)) return bundleOf(weights);
  return bundleOf(examinations);
}

export const facilities: Facility[] = [
  {
    id: 'hall',
    name: 'ひより公民館',
    room: '大広間',
    note: 'たたみの へや',
    capacity: 30,
    fee: 600,
    picture: 'community-hall',
  },
  {
    id: 'kitchen',
    name: 'ひより公民館',
    room: '調理室',
    note: 'なべと さらが あります',
    capacity: 16,
    fee: 800,
    picture: 'kitchen',
  },
  {
    id: 'music',
    name: 'ひより公民館',
    room: '音楽室',
    note: 'ピアノが あります',
    capacity: 20,
    fee: 500,
    picture: 'music',
  },
  {
    id: 'gym',
    name: '川原体育館',
    room: '体育室',
    note: 'うわばきが いります',
    capacity: 100,
    fee: 1200,
    picture: 'gym',
  },
  {
    id: 'tatami',
    name: 'はま公民館',
    room: '和室',
    note: 'にわが 見えます',
    capacity: 12,
    fee: 300,
    picture: 'garden',
  },
];

const hours: Record<Period, [string, string]> = {
  morning: ['09', '12'],
  afternoon: ['13', '17'],
  evening: ['18', '21'],
};

export function slot(day: string, period: Period, free: boolean): Slot {
  const [from, to] = hours[period];
  return { day, period, free, startsAt: `${day}T${from}:00:00+09:00`, endsAt: `${day}T${to}:00:00+09:00` };
}

/** Two months from a day on: Mondays closed, some days full. */
export function bookingDays(first: string): BookingDay[] {
  return Array.from({ length: 61 }, (_, offset) => {
    const day = addDays(first, offset);
    const closed = weekdayOf(day) === 1;
    const free: Period[] = closed || offset % 9 === 2 ? [] : ['morning', 'evening'];
    return { day, closed, free };
  });
}

export function bookingOf(facility: Facility, day: string, period: Period, id: string): Booking {
  return {
    id,
    facility,
    slot: slot(day, period, false),
    status: 'booked',
    cancelUntil: `${addDays(day, -1)}T17:00:00+09:00`,
  };
}

export const ownBookings: Booking[] = [
  bookingOf(facilities[0]!, '2026-11-27', 'afternoon', '5a1e7c1e-1111-4000-8000-000000000001'),
  bookingOf(facilities[2]!, '2026-12-04', 'morning', '5a1e7c1e-1111-4000-8000-000000000002'),
];
