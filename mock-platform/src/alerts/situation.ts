import type { AudienceBox } from '../boxes/services.ts';
import type { OrderSituation, SituationCounts, Visit } from '../protocol/situation.ts';
import { plannedAbsences } from '../server/absences.ts';
import type { PlatformContext } from '../server/context.ts';
import { supportersOf } from '../town/places.ts';
import { districtsOf } from '../town/register.ts';
import { townOrder } from './board.ts';
import { escalationAt } from './escalation/policy.ts';
import { type ResidentState, type VisitReason, visitReason, whoNeedsAVisit } from './escalation/visits.ts';
import {
  answersOfChain,
  type BoxFacts,
  boxFacts,
  chainOf,
  latestAnswers,
  type SaidAnswer,
} from './order-facts.ts';
import { boardVersion, type Following, followBoard } from './progress.ts';
import { shelteredNow } from './sheltered.ts';
import { audienceOfOrder, type ShownAudience } from './shown-audience.ts';
import type { AlertsTables } from './tables.ts';

/** A resident of the audience with everything that is known. */
interface Person extends ResidentState {
  name: string;
  household: string;
  district: string;
  said: SaidAnswer | undefined;
  displayedAt: Date | undefined;
  unreachableSince: Date | undefined;
}

interface Known {
  shown: ShownAudience;
  facts: ReadonlyMap<string, BoxFacts>;
  answers: ReadonlyMap<string, SaidAnswer>;
  sheltered: ReadonlyMap<string, Date>;
  absent: ReadonlySet<string>;
}

const latest = (dates: readonly (Date | null | undefined)[]): Date | undefined =>
  dates.reduce<Date | undefined>((last, at) => (at && (!last || at > last) ? at : last), undefined);

/** Every resident of the audience once, with all the televisions of theirs. */
function personsOf({ shown, facts, answers, sheltered, absent }: Known): Person[] {
  const boxes = new Map<string, AudienceBox[]>();
  for (const box of shown.boxes) boxes.set(box.household, [...(boxes.get(box.household) ?? []), box]);
  const persons = new Map<string, Person>();
  for (const { subject, household, fullName, supportNeeded } of shown.residents) {
    const own = boxes.get(household) ?? [];
    if (own.length === 0) continue;
    const told = own.map(({ box }) => facts.get(box));
    const before = persons.get(subject);
    const said = answers.get(subject);
    const online = own.some((box) => box.online) || before?.online === true;
    const seen = latest([...own.map(({ seenAt }) => seenAt), before?.unreachableSince]);
    persons.set(subject, {
      subject,
      supportNeeded,
      answer: said?.answer ?? null,
      sheltered: sheltered.has(subject),
      absent: absent.has(subject),
      received: told.some((one) => one?.received !== undefined) || before?.received === true,
      displayed: told.some((one) => one?.displayed !== undefined) || before?.displayed === true,
      online,
      name: fullName,
      household: before?.household ?? household,
      district: before?.district ?? own[0]!.district,
      said,
      displayedAt: latest([...told.map((one) => one?.displayed), before?.displayedAt]),
      unreachableSince: online ? undefined : seen,
    });
  }
  return [...persons.values()];
}

function countsOf(
  boxes: readonly AudienceBox[],
  facts: ReadonlyMap<string, BoxFacts>,
  persons: readonly Person[],
): SituationCounts {
  const told = (event: keyof BoxFacts): number =>
    boxes.filter(({ box }) => facts.get(box)?.[event] !== undefined).length;
  const who = (is: (person: Person) => boolean): number => persons.filter(is).length;
  return {
    boxes: boxes.length,
    received: told('received'),
    woken: told('woken'),
    displayed: told('displayed'),
    offline: boxes.filter(({ online }) => !online).length,
    residents: persons.length,
    evacuating: who(({ answer }) => answer === 'evacuating'),
    safe: who(({ answer }) => answer === 'safe'),
    help: who(({ answer }) => answer === 'help'),
    sheltered: who((person) => person.sheltered),
    absent: who(({ absent, answer, sheltered }) => absent && answer === null && !sheltered),
    toVisit: who((person) => visitReason(person) !== undefined),
  };
}

/**
 * How an order of a town is going: numbers by district and who should be looked after, the most urgent first. Answers to orders
 * that it replaced count. Protected persons are in no list and no number.
 * @throws PlatformError 404 `order.unknown`
 */
export async function orderSituation(
  context: PlatformContext,
  municipality: string,
  id: string,
): Promise<OrderSituation> {
  const tables = context.tables<AlertsTables>();
  const row = await townOrder(context, municipality, id);
  const chain = chainOf(row);
  const now = context.clock();
  // Read before the facts: what is stored meanwhile shows as a change.
  const version = await boardVersion(context, municipality, chain);
  const known: Known = {
    shown: await audienceOfOrder(context, municipality, row),
    facts: await boxFacts(tables, id),
    answers: answersOfChain(await latestAnswers(tables, chain), chain),
    sheltered: await shelteredNow(context, municipality),
    absent: await plannedAbsences(context, municipality, now),
  };
  const districts = await districtsOf(context, municipality);
  const place = new Map(districts.map(({ code }, index) => [code, index]));
  // Whoever goes from door to door stays in one district as long as the reason is the same.
  const persons = personsOf(known).sort(
    (one, other) => (place.get(one.district) ?? 0) - (place.get(other.district) ?? 0),
  );
  const districtName = new Map(districts.map(({ code, name }) => [code, name]));
  const { boxes, names } = known.shown;
  const present = new Set(boxes.map(({ district }) => district));
  const visits = whoNeedsAVisit(persons);
  const supporters = await supportersOf(
    context,
    visits.map(({ subject }) => subject),
  );
  const visitOf = (person: Person & { reason: VisitReason }): Visit => ({
    subject: person.subject,
    name: person.name,
    householdName: names.get(person.household) ?? '—',
    district: person.district,
    districtName: districtName.get(person.district) ?? person.district,
    supportNeeded: person.supportNeeded,
    reason: person.reason,
    answer: person.answer,
    tier: person.said?.tier ?? null,
    answeredAt: person.said?.at.toISOString() ?? null,
    displayedAt: person.displayedAt?.toISOString() ?? null,
    unreachableSince: person.unreachableSince?.toISOString() ?? null,
    supporters: supporters.get(person.subject) ?? [],
  });
  const { level, status } = row.body;
  const { step, nextAt } = escalationAt({ level, status, since: await firstIssue(context, chain) }, now);
  return {
    order: id,
    version,
    escalation: { step, nextAt: nextAt?.toISOString() ?? null },
    total: countsOf(boxes, known.facts, persons),
    districts: districts
      .filter(({ code }) => present.has(code))
      .map(({ code, name }) => ({
        code,
        name,
        ...countsOf(
          boxes.filter(({ district }) => district === code),
          known.facts,
          persons.filter(({ district }) => district === code),
        ),
      })),
    visits: visits.map(visitOf),
  };
}

/** When the first order of a chain was released. */
async function firstIssue(context: PlatformContext, chain: readonly string[]): Promise<Date> {
  const { first } = await context
    .tables<AlertsTables>()
    .selectFrom('alerts.order')
    .select((select) => select.fn.min('issued_at').as('first'))
    .where('id', 'in', [...chain])
    .executeTakeFirstOrThrow();
  return first;
}

/**
 * Tells when the situation of a town's order has changed.
 * @throws PlatformError 404 `order.unknown`
 */
export async function followOrder(
  context: PlatformContext,
  municipality: string,
  id: string,
): Promise<Following> {
  return followBoard(context, municipality, chainOf(await townOrder(context, municipality, id)));
}
