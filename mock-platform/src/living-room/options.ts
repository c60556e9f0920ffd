import { parseArgs } from 'node:util';
import type { Profile } from '../identity/policy.ts';
import type { LocalNetwork } from '../server/configuration.ts';

/** One box of the demo: which household it stands in, where its agent is. */
export interface DemoBox {
  household: string;
  agentPort: number;
  reader: string;
  /** Owner-only socket of its agent. */
  control: string;
}

export interface LivingRoomOptions {
  port: number;
  data: string;
  cardSocket: string;
  traceSocket: string;
  readerBackend: 'simulated' | 'pcsc';
  /** Which logins ask for the PIN (D1). */
  profile: Profile;
  /** Opens consoles and phone pages there (D19). */
  localNetwork?: LocalNetwork;
  boxes: DemoBox[];
  exitWithParent: boolean;
}

/** Reads `--box hana=8081,hana-reader,/run/hana`. @throws Error naming the option. */
function readBox(text: string): DemoBox {
  const match = /^([a-z]+)=(\d+),([a-z-]+),(.+)$/.exec(text);
  if (!match) throw new Error(`--box must look like hana=8081,hana-reader,SOCKET, not "${text}"`);
  const [, household = '', port, reader = '', control = ''] = match;
  return { household, agentPort: Number(port), reader, control };
}

/** Reads the command line of the demo platform. @throws Error naming the option. */
export function readLivingRoomOptions(argv: string[]): LivingRoomOptions {
  const { values } = parseArgs({
    args: argv,
    options: {
      port: { type: 'string' },
      data: { type: 'string' },
      'card-socket': { type: 'string' },
      trace: { type: 'string' },
      reader: { type: 'string', default: 'simulated' },
      profile: { type: 'string', default: 'trial' },
      host: { type: 'string' },
      'host-port': { type: 'string' },
      'public-url': { type: 'string' },
      box: { type: 'string', multiple: true, default: [] },
      'exit-with-parent': { type: 'boolean', default: false },
    },
  });
  const required = (name: 'port' | 'data' | 'card-socket' | 'trace'): string => {
    const value = values[name];
    if (value === undefined) throw new Error(`--${name} is missing`);
    return value;
  };
  if (values.reader !== 'simulated' && values.reader !== 'pcsc')
    throw new Error('--reader must be simulated or pcsc');
  if (values.profile !== 'trial' && values.profile !== 'statute')
    throw new Error('--profile must be trial or statute');
  const { host, 'host-port': hostPort, 'public-url': url } = values;
  const given = [host, hostPort, url].filter((value) => value !== undefined).length;
  if (given !== 0 && given !== 3) throw new Error('--host, --host-port and --public-url go together');
  return {
    port: Number(required('port')),
    data: required('data'),
    cardSocket: required('card-socket'),
    traceSocket: required('trace'),
    readerBackend: values.reader,
    profile: values.profile,
    ...(host && url ? { localNetwork: { host, port: Number(hostPort), url } } : {}),
    boxes: values.box.map(readBox),
    exitWithParent: values['exit-with-parent'],
  };
}
