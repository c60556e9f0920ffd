import { runCardCommand } from './run.ts';

process.exitCode = await runCardCommand(
  process.argv.slice(2),
  (line) => void process.stdout.write(`${line}\n`),
  (line) => void process.stderr.write(`${line}\n`),
);
