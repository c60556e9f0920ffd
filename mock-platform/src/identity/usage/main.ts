import { withInstallation } from '../../server/command/installation.ts';
import { run } from '../../server/command/run.ts';
import { usage, usageRecords } from './command.ts';

const args = process.argv.slice(2);
await run(args, usage, async () => {
  process.stdout.write(await usageRecords(args, withInstallation));
});
