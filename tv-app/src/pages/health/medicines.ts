import type { MedicationDispense } from '../../../../mock-platform/src/protocol/health.ts';
import { addDays, dayOf } from '../../text/calendar.ts';
import { sourceOfMeta } from './observations.ts';

/** Times of a day at which medicines are taken, in their order; `needed` stands for none of them. */
export const doseTimes = ['morning', 'noon', 'evening', 'night', 'needed'] as const;
export type DoseTime = (typeof doseTimes)[number];

/** One medicine as it is handed over. */
export interface Medicine {
  id: string;
  name: string;
  /** How much at a time; `count` is 0 where it is not said. */
  count: number;
  unit: string;
  usage: string;
  times: DoseTime[];
  /** Day of the hand-over, and how many days it lasts; 0 where it is not said. */
  day: string;
  days: number;
  source: string;
}

/** What is said without its number of days is still in use for so long. */
const openEndedDays = 90;

/** Words of a usage (用法名称) that name a time. */
const timeWords: readonly (readonly [RegExp, readonly DoseTime[]])[] = [
  [/毎食/, ['morning', 'noon', 'evening']],
  [/朝|起床/, ['morning']],
  [/昼/, ['noon']],
  [/夕|夜/, ['evening']],
  [/就寝|寝る前|眠前/, ['night']],
];

/** When a usage says that a medicine is taken; `needed` where it names no time. */
export function timesOf(usage: string): DoseTime[] {
  const found = new Set(timeWords.flatMap(([word, times]) => (word.test(usage) ? times : [])));
  return found.size === 0 ? ['needed'] : doseTimes.filter((time) => found.has(time));
}

/** Medicines whose supply has not run out on a day, by name. Nothing of what was withdrawn. */
export function medicinesOn(dispenses: readonly MedicationDispense[], today: string): Medicine[] {
  return dispenses
    .filter(({ status }) => status === 'completed' || status === 'in-progress')
    .flatMap((dispense) => {
      const medicine = medicineOf(dispense);
      if (!medicine) return [];
      const last = addDays(medicine.day, (medicine.days || openEndedDays) - 1);
      return medicine.day <= today && today <= last ? [medicine] : [];
    });
}

function medicineOf(dispense: MedicationDispense): Medicine | undefined {
  const { medicationCodeableConcept: concept, whenHandedOver, dosageInstruction = [], daysSupply } = dispense;
  const name = concept?.text ?? concept?.coding?.find(({ display }) => display)?.display;
  if (!name || !whenHandedOver) return undefined;
  const dosage = dosageInstruction[0];
  const usage = (dosage?.text ?? '').normalize('NFKC').replace(/[【】]/g, '');
  const times = timesOf(usage);
  const rate = dosage?.doseAndRate?.[0];
  const dose = rate?.doseQuantity;
  const daily = rate?.rateRatio?.numerator;
  const regular = times.filter((time) => time !== 'needed').length;
  return {
    id: dispense.id,
    name: name.normalize('NFKC'),
    count: dose?.value ?? (daily?.value && regular > 0 ? daily.value / regular : 0),
    unit: dose?.unit ?? daily?.unit ?? '',
    usage,
    times,
    day: dayOf(whenHandedOver),
    days: daysSupply?.value ?? 0,
    source:
      dispense.performer?.find(({ actor }) => actor?.display)?.actor?.display ?? sourceOfMeta(dispense.meta),
  };
}
