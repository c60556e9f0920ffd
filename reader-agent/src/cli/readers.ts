import { type FailureCode, failures } from '../protocol/failures.ts';
import { sentenceOf, sentences } from '../protocol/sentences.ts';
import { openReader, type ReaderChoice } from '../readers/open.ts';
import type { PassedOver, ReaderBackend, ReaderInfo, ReaderStatus } from '../readers/reader.ts';
import { exitCodes, type Outcome } from './commands.ts';
import { ControlClient } from './control-client.ts';
import type { CommandSettings } from './options.ts';
import { table } from './table.ts';

const reasons: Record<PassedOver, string> = {
  'security-module': 'passed over: a slot for security modules',
  'other-name': 'passed over: not the reader of --reader-name',
  'fixed-card': 'passed over until its card has been taken out once: it may be built in',
};
const cards: Record<ReaderInfo['card'], string> = {
  present: 'card',
  absent: 'no card',
  mute: 'card that does not answer',
  'in-use': 'card in use by another program',
};

/** The cards' process tells of a card a moment after the reader. */
const settlingMs = 150;

/** `readers`: all readers, and the one that the agent would use. */
export async function readers(settings: CommandSettings): Promise<Outcome> {
  const found = (await fromAgent(settings.control)) ?? (await fromReaders(settings.reader));
  const exit = found.state === 'ready' ? exitCodes.done : exitCodes.no;
  return { exit, json: found, text: textOf(found.state, found.readers) };
}

interface Found {
  from: 'agent' | 'command';
  state: string;
  readers: readonly ReaderInfo[];
}

async function fromAgent(control: string | undefined): Promise<Found | undefined> {
  const client = control === undefined ? undefined : await ControlClient.open(control);
  if (client === undefined) return undefined;
  try {
    return { from: 'agent', ...(await client.call('readers', {})) };
  } finally {
    client.close();
  }
}

function fromReaders(choice: ReaderChoice): Promise<Found> {
  return withReader({ ...choice, everyCard: false }, async (reader) => ({
    from: 'command',
    state: stateOf(reader.status),
    readers: reader.readers,
  }));
}

/** Opens the reader for a command, and lets go of it at the end. */
export async function withReader<T>(
  choice: ReaderChoice,
  work: (reader: ReaderBackend) => Promise<T>,
): Promise<T> {
  const reader = openReader(choice);
  try {
    await reader.start();
    if (choice.kind === 'simulated') await new Promise((resolve) => setTimeout(resolve, settlingMs));
    return await work(reader);
  } finally {
    await reader.stop();
  }
}

/** `ready`, or the code of what is missing. */
export function stateOf(status: ReaderStatus): string {
  return status.state === 'ready' ? 'ready' : status.code;
}

/** What a code means: the agent's own in words for support, the platform's as a viewer is told. */
export function meaningOf(code: string): string {
  if (Object.hasOwn(failures, code)) return failures[code as FailureCode].support;
  return Object.hasOwn(sentences, code) ? sentenceOf(code).en : 'no more is known';
}

function textOf(state: string, found: readonly ReaderInfo[]): string {
  const rows = found.map(({ name, card, chosen, passedOver }) => [
    chosen ? '→' : ' ',
    name,
    cards[card],
    passedOver === undefined ? '' : reasons[passedOver],
  ]);
  const missing = state === 'ready' ? '' : `${meaningOf(state)} (${state})\n`;
  return table(rows) + missing;
}
