import * as z from 'zod/mini';
import { addDays, daysBetween, instantAt } from '../../booking/calendar.ts';
import type { EventDraft } from '../../booking/events.ts';
import { Day, Uuid } from '../../protocol/basics.ts';
import { Period } from '../../protocol/booking.ts';
import { html } from '../../server/plain-page.ts';

/** What the page says after a form was sent. */
export const sentences = {
  nothing: '',
  decided: '決めました。申し込んだ人のテレビに出ます。',
  closed: '町の使用にしました。予約していた人のテレビに理由が出ます。',
  reopened: '町の使用を終えました。',
  announced: '抽選を始めました。乱数の約束を公開しました。',
  taken: 'もう使われている区分があり、抽選を始められませんでした。',
  drawing: '抽選を始めました。',
  event: 'もよおしを知らせました。',
};
export type Sentence = keyof typeof sentences;
export const Said = z.object({
  said: z.optional(z.enum(Object.keys(sentences) as [Sentence, ...Sentence[]])),
});

const text = (longest: number) => z.string().check(z.minLength(1), z.maxLength(longest));
/** One box ticked is a text, several are a list. */
const oneOrMore = <T extends z.core.$ZodType>(schema: T) =>
  z.union([schema, z.array(schema).check(z.maxLength(60))]);
const whole = (least: number, most: number) =>
  z.coerce.number().check(z.int(), z.minimum(least), z.maximum(most));
const LocalTime = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/));
const Days = { first: Day, last: Day };

export const DecisionForm = z.object({
  booking: Uuid,
  decision: z.enum(['approve', 'refuse']),
  reason: z.optional(z.string().check(z.maxLength(60))),
});
export const ClosureForm = z.object({ room: oneOrMore(text(40)), reason: text(40), ...Days });
export const LotteryForm = z.object({
  name: text(30),
  room: oneOrMore(text(40)),
  period: oneOrMore(Period),
  closes: LocalTime,
  wins: whole(1, 20),
  hours: whole(1, 336),
  ...Days,
});
export const EventForm = z.object({
  title: text(14),
  note: z.string().check(z.maxLength(40)),
  place: text(20),
  starts: LocalTime,
  ends: LocalTime,
  until: LocalTime,
  fee: whole(0, 100_000),
  capacity: whole(1, 10_000),
});
export const GroupForm = z.object({ name: text(30), reduction: whole(0, 100) });

/** Fields of a form; one that comes several times is a list. */
export function fieldsOf(body: string): Record<string, string | string[]> {
  const parameters = new URLSearchParams(body);
  return Object.fromEntries(
    [...new Set(parameters.keys())].map((name) => {
      const values = parameters.getAll(name);
      return [name, values.length === 1 ? (values[0] as string) : values];
    }),
  );
}

/** The instant that a clock in Japan shows. */
export const instantOf = (local: string): Date => new Date(`${local}:00+09:00`);

/** Whole days in Japan, the last one included. */
export const spanOf = ({ first, last }: { first: string; last: string }) => ({
  startsAt: instantAt(first, 0),
  endsAt: instantAt(addDays(last < first ? first : last, 1), 0),
});

const longestDays = 62;
/** How many days a form names, the last one included. */
export const daysFrom = (first: string, last: string): number =>
  Math.min(Math.max(daysBetween(first, last) + 1, 1), longestDays);

export function eventOf(form: z.infer<typeof EventForm>): EventDraft {
  const { starts, ends, until, ...event } = form;
  const [startsAt, endsAt, applyUntil] = [starts, ends, until].map((one) => instantOf(one).toISOString());
  return { ...event, startsAt, endsAt, applyUntil } as EventDraft;
}

/** The group's number, shown once for its members. */
export const groupPage = (municipality: string, name: string, code: string): string => `<!doctype html>
<html lang="ja"><head><meta charset="utf-8"><title>団体の番号</title><link rel="stylesheet" href="/console/booking.css"></head>
<body><main><h1>${html(name)}</h1><p>団体の番号は <b>${code}</b> です。団体の人だけに知らせてください。</p>
<p><a href="/console/towns/${municipality}/booking">もどる</a></p></main></body></html>`;
