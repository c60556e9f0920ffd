import { createHash } from 'node:crypto';
import { nameOf, type Row, type TableShape, type TableSum } from './source.ts';

const modulus = 1n << 128n;

/** Counts and sums rows: the sum of their SHA-256 (first 128 bits) does not depend on their order. */
export class RowSum {
  private sum = 0n;
  rows = 0;

  add(rows: readonly Row[]): void {
    for (const row of rows) {
      const digest = createHash('sha256').update(JSON.stringify(row)).digest('hex');
      this.sum = (this.sum + BigInt(`0x${digest.slice(0, 32)}`)) % modulus;
    }
    this.rows += rows.length;
  }

  of(table: TableShape): TableSum {
    return { name: nameOf(table), rows: this.rows, checksum: this.sum.toString(16).padStart(32, '0') };
  }
}
