import { withInstallation } from '../command/installation.ts';
import { run } from '../command/run.ts';
import { usage, usageRecords } from './command.ts';

await run(async () => {
  process.stdout.write(await usageRecords(process.argv.slice(2), withInstallation));
}, usage);
