import { join, resolve } from 'node:path';
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { ConfigurationError, oneOf, platformOf, portOf, socketPath, variableOf } from '../configuration.ts';
import { defaultPage } from '../program.ts';
import type { ReaderChoice } from '../readers/open.ts';
import type { Command } from './commands.ts';

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const reader = { reader: text, 'reader-name': text, 'card-socket': text };
const agent = { data: text, control: text };
const common = { json: flag, help: flag };

const optionsOf = {
  readers: { ...common, ...reader, ...agent },
  probe: { ...common, ...reader },
  login: { ...common, ...agent, tier: text, service: text, pin: text },
  enrol: { ...common, ...agent, application: text },
  register: { ...common, ...agent, code: text },
  pair: { ...common, ...agent, port: text },
  doctor: { ...common, ...reader, ...agent, platform: text, port: text, page: text },
} as const satisfies Record<Command, Record<string, { type: 'string' | 'boolean' }>>;

/** What a command works with; absent where nothing was given. */
export interface CommandSettings {
  json: boolean;
  help: boolean;
  reader: ReaderChoice;
  dataDirectory: string | undefined;
  control: string | undefined;
  platform: string | undefined;
  port: number;
  page: string;
  tier: string | undefined;
  service: string | undefined;
  code: string | undefined;
  application: string | undefined;
}

/**
 * Reads the options of a command; those of the agent come from its environment variables, too.
 * @throws ConfigurationError naming the option
 */
export function readSettings(
  command: Command,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): CommandSettings {
  const values = parse(command, args);
  const given = (name: string): string | undefined => {
    const value = values[name] ?? (name in optionsOf[command] ? environment[variableOf(name)] : undefined);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  if (values.pin !== undefined) {
    throw new ConfigurationError(
      '--pin: a PIN is never given as an argument; it is asked for at the terminal',
    );
  }
  const data = given('data');
  const dataDirectory = data === undefined ? undefined : resolve(data);
  const control = given('control') ?? (dataDirectory && join(dataDirectory, 'control.sock'));
  const platform = given('platform');
  return {
    json: values.json === true,
    help: values.help === true,
    reader: readerOf(given),
    dataDirectory,
    control: control === undefined ? undefined : socketPath('control', control),
    platform: platform === undefined ? undefined : platformOf(platform),
    port: portOf(given('port') ?? '8081'),
    page: resolve(given('page') ?? defaultPage),
    tier: given('tier'),
    service: given('service'),
    code: given('code'),
    application: given('application'),
  };
}

function readerOf(given: (name: string) => string | undefined): ReaderChoice {
  const kind = oneOf('reader', given('reader') ?? 'pcsc', ['simulated', 'pcsc'] as const);
  const choice = { kind, socket: given('card-socket'), readerName: given('reader-name') };
  if (kind === 'pcsc') return choice;
  if (choice.socket === undefined)
    throw new ConfigurationError('--card-socket is missing (needed by --reader simulated)');
  if (choice.readerName === undefined)
    throw new ConfigurationError('--reader-name is missing (needed by --reader simulated)');
  return choice;
}

function parse(command: Command, args: readonly string[]): Record<string, string | boolean | undefined> {
  try {
    const options: NonNullable<ParseArgsConfig['options']> = optionsOf[command];
    const { values } = parseArgs({ args: [...args], options, strict: true, allowPositionals: false });
    return values as Record<string, string | boolean | undefined>;
  } catch (error) {
    throw new ConfigurationError(error instanceof Error ? error.message : 'unknown option');
  }
}
