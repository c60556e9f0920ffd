import { Misbehaviour, type StatusFault } from '../../protocol/card-reader.ts';
import { UsageError } from './failures.ts';

interface MisbehaviourOption {
  name: string;
  /** What stands behind it; nothing behind a switch. */
  value?: string;
  field: keyof Misbehaviour;
  help: string;
  /** For the error message. */
  expected: string;
  read(texts: string[]): unknown;
  say(how: Misbehaviour): string;
}

const number = ([text = '']: string[]): number => (/^\d{1,6}$/.test(text) ? Number(text) : Number.NaN);
const word = ([text]: string[]): string | undefined => text;
const yes = (): boolean => true;

/** Every way to misbehave, once: option, field of the protocol, help and how lists name it. */
export const misbehaviourOptions: readonly MisbehaviourOption[] = [
  {
    name: 'delay',
    value: 'MS',
    field: 'delayMs',
    help: 'waits so many milliseconds before each answer',
    expected: 'milliseconds, 0 to 600000',
    read: number,
    say: ({ delayMs }) => `slow (${delayMs} ms)`,
  },
  {
    name: 'mute',
    value: 'reset|commands',
    field: 'mute',
    help: 'no answer to reset, or none to any command',
    expected: 'reset or commands',
    read: word,
    say: ({ mute }) => (mute === 'reset' ? 'mute (no answer to reset)' : 'mute (answers no command)'),
  },
  {
    name: 'remove-after',
    value: 'N',
    field: 'removedAfterApdus',
    help: 'is taken away instead of answering after N commands',
    expected: 'a number of commands, 0 to 100000',
    read: number,
    say: ({ removedAfterApdus }) => `gone after ${removedAfterApdus} commands`,
  },
  {
    name: 'status',
    value: 'SW[@STEP][,always]',
    field: 'statusWords',
    help: 'answers this status word at a step instead of carrying it out; may be repeated',
    expected: 'for instance 6984@3, 6F00@read, 6A82@select:000A, 6982@0xB0,always',
    read: (texts) => texts.map(readStatusFault),
    say: ({ statusWords = [] }) => statusWords.map(sayStatusFault).join(', '),
  },
  {
    name: 'first-fails',
    field: 'firstCommandFails',
    help: 'answers 6F00 to the first command after power-on',
    expected: 'nothing behind it',
    read: yes,
    say: () => 'first command fails',
  },
  {
    name: 'short',
    value: 'N',
    field: 'shortAnswers',
    help: 'READ BINARY gives at most N bytes at a time',
    expected: 'a number of bytes, 1 to 255',
    read: number,
    say: ({ shortAnswers }) => `short answers (${shortAnswers} bytes)`,
  },
  {
    name: 'certificate-bytes',
    value: 'N',
    field: 'certificateBytes',
    help: 'the certificates are cut off after N bytes',
    expected: 'a number of bytes, 0 to 8192',
    read: number,
    say: ({ certificateBytes }) => `certificates cut off after ${certificateBytes} bytes`,
  },
  {
    name: 'lengths',
    value: '61xx|6Cxx',
    field: 'lengths',
    help: 'gives data only by GET RESPONSE, or only with exactly the right Le',
    expected: '61xx or 6Cxx',
    read: word,
    say: ({ lengths }) => `lengths by ${lengths}`,
  },
  {
    name: 'garbage',
    field: 'garbage',
    help: 'answers bytes that mean nothing',
    expected: 'nothing behind it',
    read: yes,
    say: () => 'garbage',
  },
];

/** For `parseArgs`: every option may be given. */
export const misbehaviourArguments = Object.fromEntries(
  misbehaviourOptions.map(({ name, value }) => [
    name,
    value === undefined ? { type: 'boolean' as const } : { type: 'string' as const, multiple: true },
  ]),
);

/** The options as they are shown in a help text, one line each. */
export const misbehaviourHelp: string = misbehaviourOptions
  .map(({ name, value, help }) => `  ${`--${name}${value ? ` ${value}` : ''}`.padEnd(28)} ${help}`)
  .join('\n');

/** Reads the misbehaviour from parsed arguments. @throws UsageError that names the option. */
export function readMisbehaviour(values: Record<string, unknown>): Misbehaviour {
  const raw: Record<string, unknown> = {};
  for (const { name, field, read } of misbehaviourOptions) {
    const given = values[name];
    if (given !== undefined) raw[field] = read([given].flat().map(String));
  }
  const parsed = Misbehaviour.safeParse(raw);
  if (parsed.success) return parsed.data;
  const wrong = misbehaviourOptions.find(({ field }) => field === parsed.error.issues[0]?.path[0]);
  throw new UsageError(
    `--${wrong?.name} ${[values[wrong?.name ?? '']].flat().join(' ')}: expected ${wrong?.expected}`,
  );
}

/** In words, for lists; empty for a good card. */
export function sayMisbehaviour(how: Misbehaviour = {}): string {
  return misbehaviourOptions
    .filter(({ field }) => how[field] !== undefined)
    .map(({ say }) => say(how))
    .join('; ');
}

const instructions: Readonly<Record<string, string>> = {
  select: 'A4',
  read: 'B0',
  record: 'B2',
  verify: '20',
  change: '24',
  sign: '2A',
};

/** Undefined for a text of another form: the schema then refuses it. */
function readStatusFault(text: string): StatusFault | undefined {
  const form =
    /^(?<status>[\dA-F]{4})(?:@(?:(?<apdu>\d+)|(?<instruction>0X[\dA-F]{2}|[A-Z]+)?(?::(?<file>[\dA-F]{4}))?))?(?<always>,ALWAYS)?$/;
  const groups = form.exec(text.toUpperCase())?.groups;
  if (groups?.status === undefined) return undefined;
  const { status, apdu, instruction, file, always } = groups;
  const byte = instruction?.startsWith('0X')
    ? instruction.slice(2)
    : instruction && instructions[instruction.toLowerCase()];
  if (instruction !== undefined && byte === undefined) return undefined;
  return {
    status,
    ...(apdu && { apdu: Number(apdu) }),
    ...(byte && { instruction: byte }),
    ...(file && { file }),
    ...(always && { always: true }),
  };
}

function sayStatusFault({ status, apdu, instruction, file, always }: StatusFault): string {
  const [name = `0x${instruction}`] =
    Object.entries(instructions).find(([, byte]) => byte === instruction) ?? [];
  const step = [
    apdu !== undefined && `command ${apdu}`,
    instruction !== undefined && name,
    file !== undefined && `file ${file}`,
  ].filter(Boolean);
  return `${status} at ${step.join(', ') || 'any command'}${always ? ', always' : ''}`;
}
