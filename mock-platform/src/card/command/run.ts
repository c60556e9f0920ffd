import { parseArgs } from 'node:util';
import { CommandFailure, UsageError } from './failures.ts';
import { insert, misbehave, remove } from './hands.ts';
import { list } from './list.ts';
import { misbehaviourArguments, readMisbehaviour } from './misbehaviour-options.ts';
import { serve } from './serve.ts';
import { usage } from './usage.ts';

const common = { data: { type: 'string' }, help: { type: 'boolean' } } as const;
const file = { file: { type: 'string' } } as const;
const reader = { reader: { type: 'string' } } as const;

/** Options of every command, beside what `usage` says of them. */
const commands = {
  list: { ...common, ...file, json: { type: 'boolean' } },
  insert: { ...common, ...reader },
  remove: { ...common, ...reader },
  misbehave: { ...common, ...misbehaviourArguments, well: { type: 'boolean' } },
  serve: { ...common, ...file, ...misbehaviourArguments, vpcd: { type: 'string' } },
} as const;
type Verb = keyof typeof commands;

type Say = (line: string) => void;

/** Runs one command line. @returns the exit code: 0 done, 1 could not be done, 2 wrong command line. */
export async function runCardCommand(args: string[], say: Say, complain: Say): Promise<0 | 1 | 2> {
  try {
    await run(args, say);
    return 0;
  } catch (error) {
    if (error instanceof CommandFailure) {
      complain(error.message);
      return 1;
    }
    if (!(error instanceof UsageError)) throw error;
    complain(`${error.message}\nSee npm run card -- --help`);
    return 2;
  }
}

async function run([verb, ...rest]: string[], say: Say): Promise<void> {
  if (verb === undefined || verb === '--help' || verb === 'help') return say(usage.all.trimEnd());
  if (!Object.hasOwn(commands, verb)) {
    throw new UsageError(`there is no command "${verb}". There are: ${Object.keys(commands).join(', ')}.`);
  }
  await carryOut(verb as Verb, rest, say);
}

async function carryOut(verb: Verb, args: string[], say: Say): Promise<void> {
  const { values, positionals } = parse(verb, args);
  if (values.help) return say(usage[verb].trimEnd());
  const text = (name: string): string | undefined => values[name] as string | undefined;
  const takesName = verb !== 'list' && verb !== 'remove';
  const [name = '', ...more] = takesName ? positionals : ['', ...positionals];
  if (takesName && name === '') throw new UsageError('the name of a card is missing.');
  if (more.length > 0) throw new UsageError(`"${more[0]}" is one too many.`);
  const source = { data: text('data'), file: text('file') };
  switch (verb) {
    case 'list':
      return say(await list({ ...source, json: values.json === true }));
    case 'insert':
      return say(await insert(name, text('reader'), source));
    case 'remove':
      return say(await remove(text('reader'), source));
    case 'misbehave': {
      const how = readMisbehaviour(values);
      const good = Object.keys(how).length === 0;
      if (good !== (values.well === true)) throw new UsageError('give either --well or how it misbehaves.');
      return say(await misbehave(name, how, source));
    }
    case 'serve': {
      const how = readMisbehaviour(values);
      const good = Object.keys(how).length === 0;
      return serve({ name, ...slotOf(text('vpcd')), how: good ? undefined : how, ...source }, say);
    }
  }
}

function parse(verb: Verb, args: string[]): { values: Record<string, unknown>; positionals: string[] } {
  try {
    return parseArgs({ args, options: commands[verb], allowPositionals: true });
  } catch (error) {
    const [sentence = ''] = (error as Error).message.split('. ');
    throw new UsageError(`${sentence.replace(/\.$/, '')}.`);
  }
}

function slotOf(text: string | undefined): { host: string; port: number } {
  if (text === undefined) throw new UsageError('--vpcd HOST:PORT is missing.');
  const [, host, port] = /^(.+):(\d{1,5})$/.exec(text) ?? [];
  if (host === undefined || Number(port) < 1 || Number(port) > 65_535) {
    throw new UsageError(`--vpcd ${text}: expected HOST:PORT, for instance 127.0.0.1:35963.`);
  }
  return { host, port: Number(port) };
}
