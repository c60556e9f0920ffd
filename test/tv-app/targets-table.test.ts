import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const read = (file: string): string => readFileSync(fileURLToPath(new URL(file, import.meta.url)), 'utf8');
const rows = read('../../tv-app/TARGETS.md')
  .split('\n')
  .flatMap((line) => {
    const [, number, name, proofs, result] = line.split('|').map((cell) => cell.trim());
    return /^\d+$/.test(number ?? '') ? [{ number: Number(number), name, proofs: proofs ?? '', result }] : [];
  });

test('the table has every target once, each with a proof and a result', () => {
  expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 28 }, (_, index) => index + 1));
  for (const { proofs, result } of rows) {
    expect(proofs).toContain(' › ');
    expect(result).not.toBe('');
  }
});

test.each(rows)('target $number, $name: what the table names is there', ({ proofs }) => {
  for (const proof of proofs.split('<br>')) {
    const [where = '', title = ''] = proof.split(' › ');
    const file = where === '**bench**' ? '../bench/tv/bench.ts' : where.replaceAll('`', '');
    expect(read(file), `${file} says 「${title}」`).toContain(title);
  }
});
