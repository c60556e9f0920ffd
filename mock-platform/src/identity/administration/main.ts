import { withInstallation } from '../../server/command/installation.ts';
import { run } from '../../server/command/run.ts';
import { administration, type KnownOperators, usage } from './command.ts';

const args = process.argv.slice(2);
/** Read when it is needed: all modules of a platform come with it. */
const operators: KnownOperators = async (installation) =>
  (await import('../../server/modules.ts')).operatorsOf(installation);

await run(args, usage, async () => console.info(await administration(args, withInstallation, operators)));
