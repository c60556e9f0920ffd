import { readFileSync } from 'node:fs';
import { type Verdict, verifyLottery } from './verify.ts';

const usage = `Recomputes a published lottery and says whether its result is right.

  npm run -s lottery:verify -- FILE…

Prints one line of JSON a file: {"file", "ok": true, "lottery", "entries", "winners", "alternates"}, or the first thing that is
wrong: {"file", "ok": false, "code", "path", "message"}. The record is what the town publishes after the draw; how it is drawn
stands in mock-platform/src/booking/lottery/README.md, short enough to be done with another program.
Exit status: 0 all are right; 1 one is not; 2 no file given.
`;

function verdictOn(file: string): Verdict {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return { ok: false, code: 'lottery.malformed', path: '', message: `The file cannot be read (${code}).` };
  }
  try {
    return verifyLottery(JSON.parse(text));
  } catch {
    return { ok: false, code: 'lottery.malformed', path: '', message: 'The file is not JSON.' };
  }
}

const files = process.argv.slice(2);
if (files.includes('--help')) process.stdout.write(usage);
else if (files.length === 0) {
  process.stderr.write(usage);
  process.exitCode = 2;
} else {
  for (const file of files) {
    const verdict = verdictOn(file);
    process.stdout.write(`${JSON.stringify({ file, ...verdict })}\n`);
    if (!verdict.ok) process.exitCode = 1;
  }
}
