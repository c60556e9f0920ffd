/**
 * A platform in a process of its own, to be killed. Arguments: data directory, port, and `hold` to keep orders from
 * the sockets after they have been stored. Prints one JSON line when it is ready.
 */
import { boxServices } from '../../mock-platform/src/boxes/services.ts';
import { coreModules } from '../mock-platform/core-modules.ts';
import { prepareDataDirectory } from '../mock-platform/database-template.ts';
import { startTestPlatform } from '../mock-platform/platform.ts';
import { registerTestBox, seedTwoTowns } from '../mock-platform/two-towns.ts';

const [dataDirectory, port, mode] = process.argv.slice(2);
if (mode !== 'again') await prepareDataDirectory(dataDirectory!);
const platform = await startTestPlatform(
  { modules: coreModules },
  { dataDirectory: dataDirectory!, port: Number(port) },
);
await seedTwoTowns(platform.context);
const box = mode === 'again' ? undefined : await registerTestBox(platform, 'hana');
if (mode === 'hold') boxServices(platform.context).hub!.broadcastOrder = () => new Promise(() => undefined);
console.info(JSON.stringify({ url: platform.url, box: box?.id, townKeys: box?.registration.townKeys }));
