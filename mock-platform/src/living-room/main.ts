import { certificationModule } from '../certification/index.ts';
import { DatabaseError } from '../database/errors.ts';
import { platformCallers, productionModules } from '../server/modules.ts';
import { type RunningPlatform, startPlatform } from '../server/platform.ts';
import { PlatformError } from '../server/platform-error.ts';
import { BoxHealth } from './box-health.ts';
import { CardTable } from './card-table.ts';
import { counterModule } from './counter/module.ts';
import { livingRoomModule } from './module.ts';
import { type LivingRoomOptions, readLivingRoomOptions } from './options.ts';
import { Pairings } from './pairings.ts';
import { portalName, portalPath } from './portal/contract.ts';
import { portalModule } from './portal/module.ts';
import { provisionBoxes } from './provisioning.ts';
import { DemoReaders } from './readers.ts';
import { roomCards, roomHouseholds, roomTowns } from './seed/room-data.ts';
import { type SeededWorld, seedModule, seedWorld } from './seed/seed.ts';
import { layOutStaffTokens } from './staff-tokens.ts';
import { TraceHub } from './trace-hub.ts';

interface RunningDemo extends Pick<RunningPlatform, 'url' | 'localNetwork'> {
  close(): Promise<void>;
}

/** The platform with everything that only the demo has (D18); resolves when page and boxes answer. */
async function openDemo(options: LivingRoomOptions): Promise<RunningDemo> {
  const { port, boxes, localNetwork } = options;
  const url = `http://localhost:${port}`;
  const hub = new TraceHub();
  await hub.listen(options.traceSocket);
  const table = new CardTable(options.cardSocket);
  const readers = new DemoReaders(boxes, table);
  const pairings = new Pairings(boxes);
  const health = new BoxHealth(boxes);
  const room = {
    households: roomHouseholds.flatMap((home) =>
      boxes.filter(({ household }) => household === home.id).map(({ agentPort }) => ({ ...home, agentPort })),
    ),
    towns: roomTowns,
    staff: [
      { name: 'ケーブル局', consolePath: '/living-room/staff' },
      { name: 'カードの窓口', consolePath: '/certification/counter' },
      { name: portalName, consolePath: portalPath },
    ],
    cards: roomCards(new Date()),
    readerBackend: options.readerBackend,
  };
  let world: SeededWorld = { boxes: [] };
  const platform = await startPlatform(
    {
      port,
      dataDirectory: options.data,
      databaseUrl: process.env.DATABASE_URL,
      profile: options.profile,
      demo: true,
      publicUrl: url,
      certificationUrl: `${url}/certification`,
      ...(localNetwork ? { localNetwork } : {}),
    },
    {
      modules: [
        ...productionModules,
        certificationModule,
        seedModule,
        livingRoomModule({ boxes, room, readers, pairings, hub }),
        counterModule(readers),
        portalModule,
      ],
      createCallers: platformCallers,
      trace: hub.trace,
      degradedBy: () => health.codes,
      prepare: async (context) => {
        world = await seedWorld(context);
        await layOutStaffTokens(context);
        await readers.look();
      },
    },
  );
  await provisionBoxes(world, boxes);
  await health.start();
  return {
    url,
    ...(platform.localNetwork ? { localNetwork: platform.localNetwork } : {}),
    async close() {
      health.stop();
      table.close();
      hub.close();
      await platform.close();
    },
  };
}

function explain(error: unknown): string {
  if (error instanceof DatabaseError || error instanceof PlatformError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

try {
  const options = readLivingRoomOptions(process.argv.slice(2));
  const demo = await openDemo(options);
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    void demo.close().then(() => process.exit(0));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  if (options.exitWithParent) process.stdin.once('end', stop).resume();
  const { url, localNetwork } = demo;
  console.info(`ready ${url}${localNetwork ? ` ${localNetwork.url} ${localNetwork.fingerprint}` : ''}`);
} catch (error) {
  console.error(explain(error));
  process.exit(1);
}
