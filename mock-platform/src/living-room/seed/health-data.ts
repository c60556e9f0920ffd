import { createHash } from 'node:crypto';
import { addDays, dayOf, instantAt } from '../../booking/calendar.ts';
import { observationCodes } from '../../protocol/health.ts';
import { type CheckUpTest, type CheckUpTestName, checkUpTests, jlac10 } from './check-up-tests.ts';
import { type HealthCourse, healthCourses } from './health-values.ts';
import { medicineResources } from './medicine-data.ts';

/** How many years of check-ups and weights there are. */
const years = 5;
/** Blood pressure measured at home counts as high from here on (日本高血圧学会), mmHg. */
const homeLimits = { systolic: 135, diastolic: 85 };

type Resource = { resourceType: string; id: string } & Record<string, unknown>;
export interface HealthBundle {
  resourceType: 'Bundle';
  type: 'collection';
  entry: { resource: Resource }[];
}

/** Between -1 and 1, always the same for the same name: the scatter of measurements. */
function scatter(name: string): number {
  return (createHash('sha256').update(name).digest().readUInt32BE(0) / 0xffff_ffff) * 2 - 1;
}

const japanTime = (day: string, [hour, minute]: readonly [number, number]): string =>
  `${day}T${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}:00+09:00`;

const round = (value: number, decimals: number): number => Number(value.toFixed(decimals));
const quantity = (value: number, unit: string) => ({
  value,
  unit,
  system: 'http://unitsofmeasure.org',
  code: unit === 'mmHg' ? 'mm[Hg]' : unit,
});
const category = (code: string) => [
  { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code }] },
];
const interpretation = (code: 'H' | 'L' | 'N') => [
  { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation', code }] },
];

function observation(id: string, members: Record<string, unknown>): Resource {
  return { resourceType: 'Observation', id, status: 'final', ...members };
}

/** Days of the last two weeks whose morning measurement has been. */
function morningsUntil(now: Date, [hour, minute]: readonly [number, number]): string[] {
  const today = dayOf(now);
  const last = instantAt(today, hour, minute) <= now ? today : addDays(today, -1);
  return Array.from({ length: 14 }, (_, index) => addDays(last, index - 13));
}

function bloodPressures({ mornings = [], at }: HealthCourse, now: Date): Resource[] {
  return morningsUntil(now, at).flatMap((day, index) => {
    const measured = mornings[index];
    if (measured === undefined || measured === null) return [];
    const [systolic, diastolic] = measured;
    const isHigh = systolic >= homeLimits.systolic || diastolic >= homeLimits.diastolic;
    return [
      observation(`bp-${day}`, {
        category: category('vital-signs'),
        code: { coding: [observationCodes.bloodPressure], text: '血圧' },
        effectiveDateTime: japanTime(day, at),
        component: [
          {
            code: { coding: [observationCodes.systolic], text: '上' },
            valueQuantity: quantity(systolic, 'mmHg'),
          },
          {
            code: { coding: [observationCodes.diastolic], text: '下' },
            valueQuantity: quantity(diastolic, 'mmHg'),
          },
        ],
        interpretation: interpretation(isHigh ? 'H' : 'N'),
        performer: [{ display: 'ごじたくの 血圧計' }],
      }),
    ];
  });
}

/** Weight at home: weekly over the last twelve weeks, before that on the first of every month. */
function weights(name: string, { at, mornings, checkUp }: HealthCourse, now: Date): Resource[] {
  if (checkUp === undefined || mornings === undefined) return [];
  const today = morningsUntil(now, at).at(-1) as string;
  const weekly = Array.from({ length: 12 }, (_, index) => addDays(today, index * 7 - 77));
  const monthly: string[] = [];
  for (let day = addDays(today, -365 * years); day < addDays(today, -84); day = addDays(day, 1)) {
    if (day.endsWith('-01')) monthly.push(day);
  }
  const [start, perYear] = checkUp.weight;
  return [...monthly, ...weekly].map((day) => {
    const elapsed = years - (Date.parse(today) - Date.parse(day)) / (365.25 * 86_400_000);
    const value = round(start + perYear * elapsed + scatter(`${name} weight ${day}`) * 0.5, 1);
    return observation(`weight-${day}`, {
      category: category('vital-signs'),
      code: { coding: [observationCodes.bodyWeight], text: '体重' },
      effectiveDateTime: japanTime(day, at),
      valueQuantity: quantity(value, 'kg'),
      performer: [{ display: 'ごじたくの 体重計' }],
    });
  });
}

/** The last days of the year's day that have been, oldest first. */
function yearlyDays(monthAndDay: string, count: number, now: Date): string[] {
  const thisYear = Number(dayOf(now).slice(0, 4));
  return Array.from({ length: count + 1 }, (_, index) => `${thisYear - count + index}-${monthAndDay}`)
    .filter((day) => day <= addDays(dayOf(now), -1))
    .slice(-count);
}

function judge({ low, high }: CheckUpTest, value: number): 'H' | 'L' | 'N' {
  if (high !== undefined && value > high) return 'H';
  return low !== undefined && value < low ? 'L' : 'N';
}

function checkUpObservation(
  test: CheckUpTest,
  name: string,
  day: string,
  value: number,
  by: string,
): Resource {
  const { low, high, unit } = test;
  const hasRange = low !== undefined || high !== undefined;
  return observation(`check-up-${day.slice(0, 4)}-${name}`, {
    category: category(test.category),
    code: { coding: [{ system: jlac10, code: test.code, display: test.name }], text: test.name },
    effectiveDateTime: day,
    valueQuantity: quantity(value, unit),
    performer: [{ display: by }],
    ...(hasRange && {
      interpretation: interpretation(judge(test, value)),
      referenceRange: [
        {
          ...(low !== undefined && { low: quantity(low, unit) }),
          ...(high !== undefined && { high: quantity(high, unit) }),
        },
      ],
    }),
  });
}

function checkUps(person: string, course: HealthCourse, now: Date): Resource[] {
  const { checkUp, checkUpDay, checkUpBy } = course;
  if (checkUp === undefined) return [];
  return yearlyDays(checkUpDay, years, now).flatMap((day, year) => {
    const resultOf = (name: Exclude<CheckUpTestName, 'bmi'>): number => {
      const [start, perYear] = checkUp[name];
      const spread = name === 'height' ? 0 : start * 0.018;
      return round(
        start + perYear * year + scatter(`${person} ${name} ${year}`) * spread,
        checkUpTests[name].decimals,
      );
    };
    const bmi = round(resultOf('weight') / (resultOf('height') / 100) ** 2, 1);
    return (Object.keys(checkUpTests) as CheckUpTestName[]).map((name) =>
      checkUpObservation(checkUpTests[name], name, day, name === 'bmi' ? bmi : resultOf(name), checkUpBy),
    );
  });
}

function vaccinations({ vaccinations: list, checkUpBy }: HealthCourse, now: Date): Resource[] {
  return list.flatMap(({ name, day }) =>
    yearlyDays(day, 3, now).map((given) => ({
      resourceType: 'Immunization',
      id: `vaccination-${given}`,
      status: 'completed',
      vaccineCode: { text: name },
      occurrenceDateTime: given,
      performer: [{ actor: { display: checkUpBy.startsWith('みはらし') ? 'みはらし町' : 'ひより町' } }],
    })),
  );
}

/** A resident's health data over the years up to `now`, by name of the card; the same for the same day. */
export function healthBundle(card: string, now: Date): HealthBundle | undefined {
  const course = healthCourses[card];
  if (course === undefined) return undefined;
  const resources = [
    ...bloodPressures(course, now),
    ...weights(card, course, now),
    ...checkUps(card, course, now),
    ...vaccinations(course, now),
    ...medicineResources(card, now),
  ];
  return { resourceType: 'Bundle', type: 'collection', entry: resources.map((resource) => ({ resource })) };
}
