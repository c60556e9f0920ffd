import { withInstallation } from '../command/installation.ts';
import { run } from '../command/run.ts';
import { administration, usage } from './command.ts';

const args = process.argv.slice(2);
await run(args, usage, async () => console.info(await administration(args, withInstallation)));
