import { isCommand } from './cli/commands.ts';

const args = process.argv.slice(2);
// Each way loads only what it needs: a box starts faster, and commands do not open its files.
if (isCommand(args[0])) {
  const { runCommand } = await import('./cli/run.ts');
  process.exit(await runCommand(args[0], args.slice(1)));
}
const { runDaemon } = await import('./daemon.ts');
await runDaemon(args);
