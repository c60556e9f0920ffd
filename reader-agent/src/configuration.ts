import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { defaultPage, program, receptionPage } from './program.ts';
import { RemoteKind } from './protocol/local.ts';

export interface AgentConfiguration {
  /** TCP port on both loopback addresses; 0 takes a free one. */
  port: number;
  dataDirectory: string;
  /** Base URL of the platform, without a slash at the end. */
  platform: string;
  reader: { kind: 'simulated' | 'pcsc'; socket: string | undefined; name: string | undefined };
  /** Owner-only unix socket. */
  control: string;
  /** `shelter`: the reception of a shelter instead of a television. */
  role?: 'television' | 'shelter';
  /** Folder of the built television application, or of the reception's page. */
  page: string;
  /** Origins that may frame the page. */
  livingRoomOrigins: string[];
  renderer: 'webgl' | 'canvas2d';
  /** Remote control of the box; absent: the page finds out. */
  remote?: RemoteKind;
  /** The operator's telephone for viewers' questions. */
  helpPhone?: string | undefined;
  /** Unix socket of the demo's trace, if any. */
  trace: string | undefined;
  /** What the demo calls this box's household, for the trace. */
  traceHousehold: string | undefined;
  exitWithParent: boolean;
}

/** A command line that cannot be used; the message names the option. */
export class ConfigurationError extends Error {}

export const helpText = `Chanoma reader agent: the on-box daemon between IC reader, platform and television.

  ${program} --data DIR --platform URL [options]    start it
  ${program} COMMAND [options]                      readers, probe, login, enrol, doctor, register, pair
                                                  for staff and engineers (COMMAND --help)

Option                  Environment               Meaning
--data DIR              CHANOMA_DATA              box key, registration, orders (owner-only); required
--platform URL          CHANOMA_PLATFORM          base URL of the platform; required
                                                  (https://…; http:// on this machine only)
--port N                CHANOMA_PORT              port on localhost for the television (default 8081; 0: a free one)
--reader KIND           CHANOMA_READER            pcsc (default) or simulated
--reader-name NAME      CHANOMA_READER_NAME       which reader; required for simulated
--card-socket PATH      CHANOMA_CARD_SOCKET       socket of the simulated cards; required for simulated
--control PATH          CHANOMA_CONTROL           owner-only control socket (default DIR/control.sock)
--page DIR              CHANOMA_PAGE              built television application (default ${defaultPage})
--role NAME             CHANOMA_ROLE              television (default) or shelter: the reception of a shelter
--living-room ORIGIN    CHANOMA_LIVING_ROOM       origin that may frame the page; may be repeated
                                                  (environment: separated by spaces)
--renderer NAME         CHANOMA_RENDERER          webgl (default) or canvas2d
--remote NAME           CHANOMA_REMOTE            key codes of the remote control: ${RemoteKind.options.join(', ')}
--help-phone NUMBER     CHANOMA_HELP_PHONE        telephone for viewers' questions, shown in the settings
--trace PATH            CHANOMA_TRACE             socket that takes the demo's trace
--trace-household NAME  CHANOMA_TRACE_HOUSEHOLD   what the trace calls this household
--exit-with-parent                                end when standard input closes
--help                                            this text
                        CHANOMA_LOG               least level of the log: debug, info (default), warn, error or off

SIGTERM and SIGINT end it within a second. When it accepts connections it prints: ready http://localhost:PORT
The log goes to standard error, one JSON object a line: level, time, event, code.
`;

const options = {
  data: { type: 'string' },
  platform: { type: 'string' },
  port: { type: 'string' },
  reader: { type: 'string' },
  'reader-name': { type: 'string' },
  'card-socket': { type: 'string' },
  control: { type: 'string' },
  page: { type: 'string' },
  role: { type: 'string' },
  'living-room': { type: 'string', multiple: true },
  renderer: { type: 'string' },
  remote: { type: 'string' },
  'help-phone': { type: 'string' },
  trace: { type: 'string' },
  'trace-household': { type: 'string' },
  'exit-with-parent': { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

type TextOption = Exclude<keyof typeof options, 'living-room' | 'exit-with-parent' | 'help'>;

/**
 * Reads command line and environment; the command line wins.
 * @throws ConfigurationError naming the option that is missing or wrong
 */
export function readConfiguration(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): AgentConfiguration | 'help' {
  const values = parse(args);
  if (values.help) return 'help';
  const text = (option: TextOption): string | undefined => values[option] ?? environment[variableOf(option)];
  const required = (option: TextOption, why = ''): string => {
    const value = text(option);
    if (value === undefined || value === '') throw new ConfigurationError(`--${option} is missing${why}`);
    return value;
  };
  const dataDirectory = resolve(required('data'));
  const kind = oneOf('reader', text('reader') ?? 'pcsc', ['simulated', 'pcsc'] as const);
  const simulated = kind === 'simulated';
  const role = oneOf('role', text('role') ?? 'television', ['television', 'shelter'] as const);
  const livingRoom = values['living-room'] ?? environment.CHANOMA_LIVING_ROOM?.split(/\s+/).filter(Boolean);
  return {
    port: portOf(text('port') ?? '8081'),
    dataDirectory,
    platform: platformOf(required('platform')),
    reader: {
      kind,
      socket: simulated ? required('card-socket', ' (needed by --reader simulated)') : text('card-socket'),
      name: simulated ? required('reader-name', ' (needed by --reader simulated)') : text('reader-name'),
    },
    control: socketPath('control', text('control') ?? join(dataDirectory, 'control.sock')),
    role,
    page: resolve(text('page') ?? (role === 'shelter' ? receptionPage : defaultPage)),
    livingRoomOrigins: (livingRoom ?? []).map(originOf),
    renderer: oneOf('renderer', text('renderer') ?? 'webgl', ['webgl', 'canvas2d'] as const),
    remote: oneOf('remote', text('remote') ?? 'auto', RemoteKind.options),
    helpPhone: phoneOf(text('help-phone')),
    trace: text('trace'),
    traceHousehold: text('trace-household'),
    exitWithParent: values['exit-with-parent'] ?? false,
  };
}

function parse(args: readonly string[]) {
  const [word] = args;
  if (word !== undefined && !word.startsWith('-'))
    throw new ConfigurationError(`There is no command "${word}".`);
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new ConfigurationError(error instanceof Error ? error.message : 'unknown option');
  }
}

export const variableOf = (option: string): string => `CHANOMA_${option.toUpperCase().replaceAll('-', '_')}`;

/** The value, which must be one of those allowed. @throws ConfigurationError naming the option */
export function oneOf<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((name) => name === value);
  if (found === undefined) {
    throw new ConfigurationError(`--${option} must be ${allowed.join(' or ')}, not "${value}"`);
  }
  return found;
}

/** A telephone number as it is printed. @throws ConfigurationError naming the option */
function phoneOf(value: string | undefined): string | undefined {
  if (value !== undefined && !/^[0-9+() -]{3,20}$/.test(value))
    throw new ConfigurationError(`--help-phone must be digits, spaces and hyphens, not "${value}"`);
  return value;
}

/** A TCP port. @throws ConfigurationError naming the option */
export function portOf(value: string): number {
  const port = Number(value);
  if (!/^\d+$/.test(value) || port > 65535) {
    throw new ConfigurationError(`--port must be a number from 0 to 65535, not "${value}"`);
  }
  return port;
}

/** Plain HTTP only reaches a platform on this very machine (D18). @throws ConfigurationError naming the option */
export function platformOf(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const loopback = ['localhost', '127.0.0.1', '[::1]'].includes(url?.hostname ?? '');
  if (url === undefined || !(url.protocol === 'https:' || (url.protocol === 'http:' && loopback))) {
    throw new ConfigurationError(`--platform must be an https URL (http only on localhost), not "${value}"`);
  }
  if (url.search !== '' || url.hash !== '' || url.username !== '') {
    throw new ConfigurationError('--platform must be a plain base URL without query or user name');
  }
  return (url.origin + url.pathname).replace(/\/+$/, '');
}

function originOf(value: string): string {
  const origin = URL.canParse(value) ? new URL(value).origin : 'null';
  if (origin === 'null' || origin !== value.replace(/\/$/, '')) {
    throw new ConfigurationError(
      `--living-room must be an origin such as http://localhost:8080, not "${value}"`,
    );
  }
  return origin;
}

/**
 * Unix socket paths have about a hundred bytes; a longer one fails with an error nobody understands.
 * @throws ConfigurationError naming the option
 */
export function socketPath(option: string, value: string): string {
  const path = resolve(value);
  if (Buffer.byteLength(path) > 103) {
    throw new ConfigurationError(
      `--${option}: the path is too long for a socket; give a shorter one, for instance ${join(tmpdir(), 'NAME.sock')}`,
    );
  }
  return path;
}
