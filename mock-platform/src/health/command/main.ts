import { withInstallation } from '../../server/command/installation.ts';
import { run } from '../../server/command/run.ts';
import { healthCommand } from './run.ts';
import { usage } from './usage.ts';

const args = process.argv.slice(2);
await run(args, usage, async () => {
  const surroundings = { open: withInstallation, say: console.info, progress: console.error };
  process.exitCode = await healthCommand(args, surroundings);
});
