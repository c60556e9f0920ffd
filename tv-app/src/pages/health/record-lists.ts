import {
  AllergyIntoleranceBundle,
  HealthAccesses,
  type HealthLetter,
  HealthLetters,
  HealthProxies,
  ImmunizationBundle,
} from '../../../../mock-platform/src/protocol/health.ts';
import { place } from '../../components/base/place.ts';
import { Dialog } from '../../components/dialog/Dialog.ts';
import { records as words } from '../../messages/health-records.ts';
import { dayOf } from '../../text/calendar.ts';
import { dayWords, eraDate, eraYear, momentWords, monthShort } from '../../text/dates.ts';
import type { Theme } from '../../theme/theme.ts';
import { sourceOfMeta } from './observations.ts';
import { type Fact, RecordListPage } from './RecordListPage.ts';

const yen = (amount: number): string => String(amount).replace(/\B(?=(?:\d{3})+$)/g, ',');
const line = (...parts: string[]): string => parts.filter(Boolean).join('  ');

/** よぼうせっしゅ, newest first. */
export class VaccinationsPage extends RecordListPage<(typeof ImmunizationBundle)['_zod']['output']> {
  override get title(): string {
    return words.vaccinations;
  }
  protected override ask() {
    return this.tv.services.get('/health/fhir/Immunization?_count=100&_sort=-date', ImmunizationBundle);
  }
  protected override factsOf({ entry }: (typeof ImmunizationBundle)['_zod']['output']): Fact[] {
    return entry
      .filter(({ resource }) => resource.status === 'completed')
      .map(({ resource: { id, vaccineCode, occurrenceDateTime, performer, meta } }) => ({
        key: id,
        name: vaccineCode.text ?? vaccineCode.coding?.find(({ display }) => display)?.display ?? '',
        note: performer?.find(({ actor }) => actor?.display)?.actor?.display ?? sourceOfMeta(meta),
        value: eraYear(dayOf(occurrenceDateTime)),
        valueNote: dayWords(dayOf(occurrenceDateTime)),
      }));
  }
}

/** アレルギー. */
export class AllergiesPage extends RecordListPage<(typeof AllergyIntoleranceBundle)['_zod']['output']> {
  override get title(): string {
    return words.allergies;
  }
  protected override ask() {
    return this.tv.services.get('/health/fhir/AllergyIntolerance?_count=100', AllergyIntoleranceBundle);
  }
  protected override factsOf({ entry }: (typeof AllergyIntoleranceBundle)['_zod']['output']): Fact[] {
    return entry.map(({ resource: { id, code, recordedDate, reaction, meta } }) => ({
      key: id,
      name: code.text ?? code.coding?.find(({ display }) => display)?.display ?? '',
      note: line(sourceOfMeta(meta), recordedDate ? eraDate(dayOf(recordedDate)) : ''),
      value: reaction?.[0]?.manifestation?.[0]?.text ?? '',
      valueNote: '',
    }));
  }
}

/** 医りょうひ or やすく なる くすり: letters of one kind. */
export class LettersPage extends RecordListPage<HealthLetter[], { kind: HealthLetter['kind'] }> {
  override get title(): string {
    return this.params.kind === 'cost' ? words.costs : words.generics;
  }
  protected override async ask(): Promise<HealthLetter[]> {
    const { letters } = await this.tv.services.get('/health/letters', HealthLetters);
    return letters.filter(({ kind }) => kind === this.params.kind);
  }
  protected override factsOf(letters: HealthLetter[]): Fact[] {
    return letters.map((letter) => ({
      key: letter.id,
      note: line(letter.from, eraDate(letter.day)),
      ...(letter.kind === 'cost'
        ? {
            name: line(monthWords(letter.month), letter.institution),
            value: words.yen(yen(letter.paid)),
            valueNote: line(words.cares[letter.care], words.ofTotal(yen(letter.total))),
          }
        : {
            name: letter.medicine,
            value: words.yen(yen(letter.paid)),
            valueNote: words.saving(yen(letter.saving)),
          }),
    }));
  }
}

const monthWords = (month: string): string => words.month(monthShort(`${month}-01`));

const kindWords = (kind: string): string =>
  Object.hasOwn(words.kinds, kind) ? words.kinds[kind as keyof typeof words.kinds] : words.kinds.other;

/** 見た 人: who may read, who has looked and what has come, newest first. */
export class AccessesPage extends RecordListPage<HealthAccesses> {
  private asking: HealthAccesses['proxies'][number] | undefined;

  override get title(): string {
    return words.accesses;
  }
  protected override ask(): Promise<HealthAccesses> {
    return this.tv.services.get('/health/accesses', HealthAccesses);
  }
  protected override factsOf({ proxies, accesses }: HealthAccesses): Fact[] {
    return [
      ...proxies.map((proxy) => ({
        key: proxy.id,
        icon: 'person' as const,
        name: proxy.name,
        note: words.mayRead,
        value: words.until(eraDate(dayOf(proxy.until))),
        valueNote: '',
        press: () => this.askRevocation(proxy),
      })),
      ...accesses.map(({ at, actor, action, kind }, index) => ({
        key: `access-${index}`,
        name: actor === 'self' ? words.self : actor,
        note: momentWords(at),
        value: action === 'read' ? words.saw(kindWords(kind)) : words.wrote(kindWords(kind)),
        valueNote: '',
      })),
    ];
  }

  override content(theme: Theme) {
    const { asking } = this;
    if (!asking) return super.content(theme);
    return {
      Question: place(Dialog, {
        question: words.revokeQuestion(asking.name),
        theme,
        choices: [
          { label: words.keep, press: () => this.askRevocation(undefined) },
          { label: words.revoke, commit: true, press: () => void this.revoke(asking.id) },
        ],
      }),
    };
  }

  override back(): boolean {
    if (!this.asking) return false;
    this.askRevocation(undefined);
    return true;
  }

  private askRevocation(proxy: HealthAccesses['proxies'][number] | undefined): void {
    this.asking = proxy;
    this.redraw();
  }

  private async revoke(id: string): Promise<void> {
    this.asking = undefined;
    this.redraw();
    try {
      await this.tv.services.post(`/health/proxies/${id}/revocation`, {}, HealthProxies);
      this.toast(words.revoked);
    } catch {
      // The list says what holds.
    }
    this.loaded.retry();
  }
}
