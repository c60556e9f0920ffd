import type { PinKind } from '../card/pin.ts';

/** What a PIN is made of (jpki-card.md §2). */
export const pinRules: Record<PinKind, { least: number; most: number; key: RegExp }> = {
  authentication: { least: 4, most: 4, key: /^\d$/ },
  signature: { least: 6, most: 16, key: /^[0-9A-Z]$/ },
};

/** The keys typed so far. The only place that holds them; every way out of typing overwrites them with zeros (D16). */
export class PinBuffer {
  private readonly bytes = Buffer.alloc(16);
  private count = 0;

  /** Number of keys held. */
  get typed(): number {
    return this.count;
  }

  push(key: string): void {
    this.bytes.write(key, this.count, 1, 'latin1');
    this.count += 1;
  }

  /** Takes back the last key. */
  pop(): void {
    if (this.count === 0) return;
    this.count -= 1;
    this.bytes[this.count] = 0;
  }

  zero(): void {
    this.bytes.fill(0);
    this.count = 0;
  }

  /** Hands the keys over and holds none any more: who takes them overwrites them. */
  take(): Buffer {
    const taken = Buffer.alloc(this.count);
    this.bytes.copy(taken, 0, 0, this.count);
    this.zero();
    return taken;
  }

  /** Whether every byte is zero. */
  get empty(): boolean {
    return this.bytes.every((byte) => byte === 0);
  }
}
