import { UnusableFile } from './files.ts';
import { answerInLockStep } from './lock-step.ts';
import { help, readOptions, UsageError } from './options.ts';
import { report } from './report.ts';

const ACCEPTED = 0;
const REFUSED = 1;
const NOT_UNDERSTOOD = 2;

/** Waits until the reader has taken what was written, so that nothing piles up. */
const write = (text: string): Promise<void> =>
  new Promise((done, failed) => {
    process.stdout.write(text, (error) => (error ? failed(error) : done()));
  });

async function main(words: string[]): Promise<number> {
  const asked = readOptions(words, new Date());
  if (asked === 'help') {
    await write(`${help}\n`);
    return ACCEPTED;
  }
  if (asked === 'lock-step') {
    await answerInLockStep(process.stdin, write);
    return ACCEPTED;
  }
  const { accepted, text } = report(asked);
  await write(`${text}\n`);
  return accepted ? ACCEPTED : REFUSED;
}

// A reader that has heard enough closes the pipe; that is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(ACCEPTED);
  throw error;
});

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    if (error instanceof UsageError) console.error(`${error.message}\nTry --help.`);
    else if (error instanceof UnusableFile) console.error(error.message);
    else throw error;
    process.exitCode = NOT_UNDERSTOOD;
  },
);
