import { replaceState } from '../../reader-agent/src/box/durable-file.ts';

/** Replaces one file for ever and says after each time which content is safe; the test kills it in the middle. */
const [path = ''] = process.argv.slice(2);
for (let count = 1; ; count += 1) {
  await replaceState(path, JSON.stringify({ count, filler: 'x'.repeat(20_000) }));
  process.stdout.write(`${count}\n`);
}
