import { MedicationDispenseBundle } from '../../../../mock-platform/src/protocol/health.ts';
import type { IconName } from '../../components/icon/Icon.ts';
import { inList } from '../../messages/common.ts';
import { records as words } from '../../messages/health-records.ts';
import { dayOf } from '../../text/calendar.ts';
import { dayWords, eraDate } from '../../text/dates.ts';
import { valueWords } from '../../text/numbers.ts';
import { type DoseTime, doseTimes, type Medicine, medicinesOn } from './medicines.ts';
import { type Fact, RecordListPage } from './RecordListPage.ts';

const icons: Record<DoseTime, IconName> = {
  morning: 'sun',
  noon: 'cup',
  evening: 'house',
  night: 'clock',
  needed: 'helper',
};

const amount = ({ count, unit }: Medicine): string =>
  count > 0 ? words.count(valueWords(Math.round(count * 100) / 100), unit) : '';

/** おくすり: what is taken today, by its times. */
export class MedicinesPage extends RecordListPage<Medicine[]> {
  override get title(): string {
    return words.medicinesToday;
  }
  override get help(): readonly string[] {
    return words.helpMedicines;
  }
  protected override get empty(): string {
    return words.noMedicines;
  }

  protected override async ask(): Promise<Medicine[]> {
    const { entry } = await this.tv.services.get(
      '/health/fhir/MedicationDispense?_count=200&_sort=-date',
      MedicationDispenseBundle,
    );
    return medicinesOn(
      entry.map(({ resource }) => resource),
      dayOf(this.tv.clock.now()),
    );
  }

  protected override factsOf(medicines: Medicine[]): Fact[] {
    return doseTimes.flatMap((time) => {
      const taken = medicines.filter(({ times }) => times.includes(time));
      if (taken.length === 0) return [];
      const source = inList([...new Set(taken.map((medicine) => medicine.source))]);
      return [
        {
          key: time,
          icon: icons[time],
          name: words.times[time],
          note: source,
          value: taken.map(({ name }) => shortName(name)).join('  '),
          valueNote: inList(taken.map(amount)),
          press: () => this.tv.pages.open(TimeMedicinesPage, { time, medicines: taken }),
        },
      ];
    });
  }
}

/** 「アムロジピン錠5mg」 is said as アムロジピン: form and strength stand in the details. */
const shortName = (name: string): string => name.replace(/(?:錠|カプセル|散|細粒|顆粒|OD錠).*$/, '') || name;

/** The medicines of one time of the day, each with its whole name. */
export class TimeMedicinesPage extends RecordListPage<
  readonly Medicine[],
  { time: DoseTime; medicines: readonly Medicine[] }
> {
  override get title(): string {
    return `${words.medicines} ${words.times[this.params.time]}`;
  }
  protected override ask(): Promise<readonly Medicine[]> {
    return Promise.resolve(this.params.medicines);
  }
  protected override factsOf(medicines: readonly Medicine[]): Fact[] {
    return medicines.map((medicine) => ({
      key: medicine.id,
      name: medicine.name,
      note: [medicine.source, eraDate(medicine.day)].filter(Boolean).join('  '),
      pills: medicine.unit === '錠' ? medicine.count : 0,
      value: amount(medicine),
      valueNote: words.supply(dayWords(medicine.day), medicine.days),
    }));
  }
}
