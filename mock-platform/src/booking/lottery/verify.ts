import { fieldFaults } from '../../server/problems.ts';
import { commitmentTo, drawLottery, entriesDigest, faultOf } from './draw.ts';
import { LotteryRecord } from './record.ts';

/** First thing that is not as it must be. */
export interface Difference {
  code:
    | 'lottery.malformed'
    | 'lottery.slot-twice'
    | 'lottery.entry-twice'
    | 'lottery.entry-invalid'
    | 'lottery.commitment'
    | 'lottery.digest'
    | 'lottery.winners'
    | 'lottery.alternates';
  /** JSON pointer into the record. */
  path: string;
  message: string;
}

export type Verdict =
  | { ok: true; lottery: string; entries: number; winners: number; alternates: number }
  | ({ ok: false } & Difference);

function repeated(values: readonly string[]): number {
  const seen = new Set<string>();
  return values.findIndex((value) => seen.size === seen.add(value).size);
}

function differenceOf(record: LotteryRecord): Difference | undefined {
  const slot = repeated(record.slots);
  if (slot >= 0)
    return { code: 'lottery.slot-twice', path: `/slots/${slot}`, message: 'This slot is there already.' };
  const twice = repeated(record.entries.map(({ id }) => id));
  if (twice >= 0)
    return {
      code: 'lottery.entry-twice',
      path: `/entries/${twice}/id`,
      message: 'This entry is there already.',
    };
  for (const [at, entry] of record.entries.entries()) {
    const fault = faultOf(record, entry);
    if (fault !== undefined) return { code: 'lottery.entry-invalid', path: `/entries/${at}`, message: fault };
  }
  if (commitmentTo(record.seed) !== record.seedCommitment)
    return { code: 'lottery.commitment', path: '/seed', message: 'Not the seed that was committed to.' };
  const digest = entriesDigest(record.entries);
  if (digest !== record.entriesDigest)
    return { code: 'lottery.digest', path: '/entriesDigest', message: `The entries give ${digest}.` };
  const own = drawLottery(record, record.seed);
  return (
    firstDifference('winners', own.winners, record.winners) ??
    firstDifference('alternates', own.alternates, record.alternates)
  );
}

function firstDifference(
  list: 'winners' | 'alternates',
  own: readonly unknown[],
  told: readonly unknown[],
): Difference | undefined {
  const lines = [own, told].map((all) => all.map((one) => JSON.stringify(one)));
  const [expected, found] = lines as [string[], string[]];
  const at = Array.from({ length: Math.max(own.length, told.length) }).findIndex(
    (_, index) => expected[index] !== found[index],
  );
  if (at < 0) return undefined;
  const message = `The draw gives ${expected[at] ?? 'nothing'}, the record says ${found[at] ?? 'nothing'}.`;
  return { code: `lottery.${list}`, path: `/${list}/${at}`, message };
}

/** Recomputes a published draw from nothing but its record. Never throws on what somebody else wrote. */
export function verifyLottery(record: unknown): Verdict {
  const parsed = LotteryRecord.safeParse(record);
  if (!parsed.success) {
    const { path, message } = fieldFaults(parsed.error.issues)[0]!;
    return { ok: false, code: 'lottery.malformed', path, message };
  }
  const difference = differenceOf(parsed.data);
  if (difference !== undefined) return { ok: false, ...difference };
  const { lottery, entries, winners, alternates } = parsed.data;
  return {
    ok: true,
    lottery,
    entries: entries.length,
    winners: winners.length,
    alternates: alternates.length,
  };
}
