import { join } from 'node:path';
import { root } from './paths.mjs';

const households = [
  { id: 'hana', reader: 'hana-reader' },
  { id: 'kenji', reader: 'kenji-reader' },
];

/** The address of the living room for a port. */
export const addressOf = (port) => `http://localhost:${port}`;

/** Ports a start needs: the platform and one agent for each household. */
export const portsOf = (port) => [port, ...households.map((_, index) => port + 1 + index)];

/** Paths of unix sockets have about a hundred bytes. */
const longestSocketPath = 103;

/**
 * Where a household's agent takes its owner's commands: in its data directory, where the agent's command line looks, or
 * beside the other sockets when that path is too long for one.
 */
function controlOf(household, data, sockets) {
  const beside = join(data, 'boxes', household.id, 'control.sock');
  return Buffer.byteLength(beside) <= longestSocketPath ? beside : join(sockets, household.id);
}

/** Of nobody: what the demo's cable operator prints on its television's screen. */
export const fictionalPhone = '0120-000-000';

/** Where Debian's vpcd listens as it comes from its package. */
const packagedVpcd = '127.0.0.1:35963';

/**
 * Every process of the demo and how each is started: the simulated card, one agent for each household and the
 * platform. They find each other by sockets in owner-only folders and may start in any order.
 * With `pcsc` the first household's cards are laid on the virtual reader that listens at `vpcd` (HOST:PORT). `localNetwork`
 * (local-network.mjs) is the platform's alone: no agent and no card ever listens there.
 */
export function planProcesses(options, sockets) {
  const { port, data, reader, profile = 'trial', vpcd = packagedVpcd } = options;
  const { localNetwork, helpPhone = fictionalPhone } = options;
  const cards = join(sockets, 'cards');
  const trace = join(sockets, 'trace');
  const livingRoom = ['localhost', '127.0.0.1', '[::1]'].flatMap((host) => [
    '--living-room',
    `http://${host}:${port}`,
  ]);
  const virtualReader = reader === 'pcsc' ? ['--vpcd', `${vpcd}=${households[0].reader}`] : [];

  const card = {
    name: 'simulated card',
    file: 'mock-platform/src/card/main.ts',
    args: [
      ...['--cards', join(data, 'cards'), '--socket', cards],
      ...households.flatMap((household) => ['--reader', household.reader]),
      ...virtualReader,
    ],
  };
  const agents = households.map((household, index) => {
    const backend = index === 0 ? reader : 'simulated';
    return {
      name: `agent of ${household.id}`,
      file: 'reader-agent/src/main.ts',
      args: [
        ...['--port', String(port + 1 + index), '--data', join(data, 'boxes', household.id)],
        ...['--platform', addressOf(port), '--page', join(root, 'tv-app/dist'), '--renderer', 'canvas2d'],
        ...['--reader', backend, '--card-socket', cards, '--help-phone', helpPhone],
        // A reader behind pcscd has a name of its own.
        ...(backend === 'pcsc' ? [] : ['--reader-name', household.reader]),
        ...[
          '--control',
          controlOf(household, data, sockets),
          '--trace',
          trace,
          '--trace-household',
          household.id,
        ],
        ...livingRoom,
      ],
    };
  });
  const platform = {
    name: 'platform',
    file: 'mock-platform/src/living-room/main.ts',
    args: [
      ...[
        '--port',
        String(port),
        '--data',
        data,
        '--card-socket',
        cards,
        '--trace',
        trace,
        '--reader',
        reader,
        '--profile',
        profile,
      ],
      ...(localNetwork
        ? [
            ...['--host', localNetwork.host, '--host-port', String(localNetwork.port)],
            ...['--public-url', localNetwork.url],
          ]
        : []),
      ...households.flatMap((household, index) => [
        '--box',
        `${household.id}=${port + 1 + index},${household.reader},${controlOf(household, data, sockets)}`,
      ]),
    ],
  };
  return { card, agents, platform };
}
