import { withInstallation } from '../command/installation.ts';
import { run } from '../command/run.ts';
import { usage, usageRecords } from './command.ts';

const args = process.argv.slice(2);
await run(args, usage, async () => {
  process.stdout.write(await usageRecords(args, withInstallation));
});
