import type { Station, TraceEvent } from '../../protocol/living-room.ts';

export const stationNames: Record<Station, string> = {
  card: 'カード',
  reader: 'リーダー',
  agent: 'エージェント',
  platform: 'プラットフォーム',
  certification: '認証局',
  town: '町',
  television: 'テレビ',
};

export interface Stop {
  station: Station;
  /** Milliseconds after the first step. */
  after: number;
  what: string;
}

/** The way of one message, ready to be drawn. */
export interface Flow {
  id: string;
  sentence: string;
  stops: Stop[];
  /** Method or message of the last step. */
  what: string;
  verdict?: string;
  /** Whether the verdict is a refusal. */
  refused: boolean;
  at: Date;
}

const mostStops = 6;
const mostFlows = 40;
/** Refusal codes name their subject, a dot, and what is wrong, or are an HTTP status; other verdicts are good ends. */
const isRefusal = (verdict: string): boolean => verdict === 'refused' || /\.|^[45]\d\d$/.test(verdict);

/** First words of a method that say what the message is about; the first that fits a step of the flow wins. */
const subjects: [pattern: RegExp, sentence: string][] = [
  [/answer/i, '住民の返事が 町へ届きました'],
  [/order|alert/i, '町からの指示が 届きました'],
  [/login|challenge|identity/i, 'カードで 本人を確かめました'],
  [/oidc|token/i, '通行証を 受け取りました'],
  [/health|fhir/i, '健康の記録を 読みました'],
  [/booking/i, '施設の予約を 取り次ぎました'],
  [/notice/i, 'おしらせが 届きました'],
  [/resident/i, '家族の一覧を 受け取りました'],
  [/card|reader/i, 'リーダーが カードを伝えました'],
  [/session/i, '利用が 終わりました'],
];

/**
 * Turns the steps of one message into its way: neighbouring steps at one station become one stop; times count
 * from the first step. A long way keeps the first arrival at every station, and the end.
 */
export function flowOf(steps: readonly TraceEvent[]): Flow | undefined {
  const sorted = [...steps].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const first = sorted[0];
  const last = sorted.at(-1);
  if (!first || !last) return undefined;
  const start = Date.parse(first.at);
  let stops: Stop[] = [];
  for (const step of sorted) {
    if (stops.at(-1)?.station === step.station) continue;
    stops.push({ station: step.station, after: Date.parse(step.at) - start, what: step.what });
  }
  if (stops.length > mostStops) {
    const end = stops.length - 1;
    stops = stops.filter(
      (stop, index) => index === end || stops.findIndex((other) => other.station === stop.station) === index,
    );
    if (stops.length > mostStops) stops = [...stops.slice(0, mostStops - 1), ...stops.slice(-1)];
  }
  const verdict = sorted.findLast((step) => step.verdict !== undefined)?.verdict;
  const refused = verdict !== undefined && isRefusal(verdict);
  const subject = subjects.find(([pattern]) => sorted.some(({ what }) => pattern.test(what)));
  return {
    id: first.flow,
    sentence: refused ? 'ここで 止まりました' : (subject?.[1] ?? 'メッセージが 届きました'),
    stops,
    what: last.what,
    ...(verdict === undefined ? {} : { verdict }),
    refused,
    at: new Date(last.at),
  };
}

/** Collects trace events by message and remembers the newest; forgets old messages. */
export class FlowMemory {
  private readonly flows = new Map<string, TraceEvent[]>();
  /** The certification service's last step. It knows no flow: nobody tells it why it is asked. */
  private check: TraceEvent | undefined;

  /** Takes one step in and answers the way of its message so far, once it has left its first station. */
  add(event: TraceEvent): Flow | undefined {
    if (event.station === 'certification') {
      this.check = event;
      return undefined;
    }
    const steps = this.flows.get(event.flow) ?? [];
    if (this.check && isBetween(this.check, steps.at(-1), event)) {
      steps.push({ ...this.check, flow: event.flow });
      this.check = undefined;
    }
    steps.push(event);
    this.flows.delete(event.flow);
    this.flows.set(event.flow, steps);
    const oldest = this.flows.keys().next().value;
    if (this.flows.size > mostFlows && oldest !== undefined) this.flows.delete(oldest);
    const flow = flowOf(steps);
    return flow && flow.stops.length > 1 ? flow : undefined;
  }
}

/** Whether the platform asked the certification service while it worked on one request: from its arrival to its verdict. */
const isBetween = (check: TraceEvent, arrival: TraceEvent | undefined, verdict: TraceEvent): boolean =>
  arrival?.station === 'platform' &&
  arrival.what === verdict.what &&
  arrival.at <= check.at &&
  check.at <= verdict.at;

/** 「38 ms」, from a second on 「1.2 s」. */
export const durationOf = (ms: number): string =>
  ms < 1000 ? `${Math.max(0, Math.round(ms))} ms` : `${(ms / 1000).toFixed(1)} s`;
