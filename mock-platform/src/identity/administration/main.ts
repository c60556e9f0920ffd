import { withInstallation } from '../command/installation.ts';
import { run } from '../command/run.ts';
import { administration, usage } from './command.ts';

await run(async () => console.info(await administration(process.argv.slice(2), withInstallation)), usage);
