import { createHash, createHmac } from 'node:crypto';
import type { Draw, Entry, LotteryRecord, Win } from './record.ts';

const hex = (text: string): Buffer => Buffer.from(text, 'hex');

/** SHA-256 of the seed: what is published before the first entry, so that the seed cannot be chosen afterwards. */
export const commitmentTo = (seed: string): string => createHash('sha256').update(hex(seed)).digest('hex');

/** Plain comparison of ASCII text: the same everywhere, whatever the machine's language. */
const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * SHA-256 over one line an entry, `id TAB group TAB choice;choice…` with the slots of a choice joined by commas, each ended by
 * a line feed, sorted by id. Nobody can add, drop or change an entry afterwards.
 */
export function entriesDigest(entries: readonly Entry[]): string {
  const hash = createHash('sha256');
  for (const { id, group, choices } of [...entries].sort((a, b) => byText(a.id, b.id)))
    hash.update(`${id}\t${group}\t${choices.map((choice) => choice.join(',')).join(';')}\n`);
  return hash.digest('hex');
}

/** Place of an entry in the draw: HMAC-SHA-256 under the seed over the digest of all entries, a line feed and its id. */
const ticket = (seed: string, digest: string, id: string): string =>
  createHmac('sha256', hex(seed)).update(`${digest}\n${id}`).digest('hex');

/** Entries in the order in which they choose. */
export function orderOf(entries: readonly Entry[], seed: string): Entry[] {
  const digest = entriesDigest(entries);
  return entries
    .map((entry) => ({ entry, ticket: ticket(seed, digest, entry.id) }))
    .sort((a, b) => byText(a.ticket, b.ticket))
    .map(({ entry }) => entry);
}

/** What is taken so far, and how often every group has won. */
class Granted {
  readonly wins: Win[] = [];
  private readonly winsOf = new Map<string, number>();

  constructor(
    private readonly free: Set<string>,
    private readonly winsPerGroup: number,
  ) {}

  /** Grants the first of the entry's choices that is free as a whole. @returns whether it won */
  grant({ id, group, choices }: Entry): boolean {
    const won = this.winsOf.get(group) ?? 0;
    if (won >= this.winsPerGroup) return false;
    const choice = choices.findIndex((slots) => slots.every((slot) => this.free.has(slot)));
    const slots = choices[choice];
    if (slots === undefined) return false;
    for (const slot of slots) this.free.delete(slot);
    this.count(group);
    this.wins.push({ entry: id, choice, slots });
    return true;
  }

  /** Holds one win against a group. */
  count(group: string): void {
    this.winsOf.set(group, (this.winsOf.get(group) ?? 0) + 1);
  }
}

/** Why an entry cannot take part; undefined when it can. */
export function faultOf(draw: Pick<Draw, 'slots'>, entry: Entry): string | undefined {
  const slots = new Set(draw.slots);
  for (const choice of entry.choices) {
    const unknown = choice.find((slot) => !slots.has(slot));
    if (unknown !== undefined) return `slot ${unknown} is not in this lottery`;
    if (new Set(choice).size < choice.length) return 'a choice names a slot twice';
  }
  return undefined;
}

/**
 * Draws a lottery. Every entry gets a place that nobody could foresee or influence alone; in that order each takes its first
 * choice that is still free as a whole, until its group has won its number. Pure: the same draw and seed give the same result
 * on every machine.
 * @param seed 32 bytes as hexadecimal digits, the one that was committed to
 */
export function drawLottery(draw: Draw, seed: string): LotteryRecord {
  const granted = new Granted(new Set(draw.slots), draw.winsPerGroup);
  const alternates: string[] = [];
  for (const entry of orderOf(draw.entries, seed)) if (!granted.grant(entry)) alternates.push(entry.id);
  return { ...draw, seed, entriesDigest: entriesDigest(draw.entries), winners: granted.wins, alternates };
}

/**
 * Who moves up when winners give back their slots (繰上げ): alternates in their order, each its first choice that is free as a
 * whole, within the limit of its group.
 * @param given entries that gave back or did not pay in time; they do not come in again
 * @param accepted wins that stand, those of earlier moves included
 */
export function moveUp(record: LotteryRecord, accepted: readonly Win[], given: ReadonlySet<string>): Win[] {
  const taken = new Set(accepted.flatMap(({ slots }) => slots));
  const free = new Set(record.slots.filter((slot) => !taken.has(slot)));
  const entries = new Map(record.entries.map((entry) => [entry.id, entry]));
  const granted = new Granted(free, record.winsPerGroup);
  for (const { entry } of accepted) granted.count(entries.get(entry)!.group);
  const standing = new Set(accepted.map(({ entry }) => entry));
  for (const id of record.alternates) {
    if (!standing.has(id) && !given.has(id)) granted.grant(entries.get(id)!);
  }
  return granted.wins;
}
