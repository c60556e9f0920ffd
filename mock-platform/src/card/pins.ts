import { timingSafeEqual } from 'node:crypto';
import type { CardFile } from '../protocol/card-reader.ts';

export type PinName = 'authentication' | 'signature' | 'birthDate';

/** Tries of a fresh counter. The birth date's is not published; ten is an assumption. */
const fullTries: Record<PinName, number> = { authentication: 3, signature: 5, birthDate: 10 };

/**
 * PINs with their counters, and which of them have been verified since power-on. Counters and values live in the card's
 * file; `save` has to be durable before it returns, because a try counts even if power goes right after it.
 */
export class Pins {
  private readonly verified = new Set<PinName>();

  constructor(
    private readonly file: CardFile,
    private readonly save: (file: CardFile) => void,
  ) {}

  isVerified(pin: PinName): boolean {
    return this.verified.has(pin);
  }

  triesLeft(pin: PinName): number {
    return this.counter(pin)?.triesLeft ?? 0;
  }

  /** Compares once. The counter goes down before the comparison and back up after a match. */
  verify(pin: PinName, value: Uint8Array): 'right' | 'wrong' | 'blocked' {
    const counter = this.counter(pin);
    const expected = this.value(pin);
    this.verified.delete(pin);
    if (counter === undefined || expected === undefined || counter.triesLeft <= 0) return 'blocked';
    counter.triesLeft -= 1;
    this.save(this.file);
    if (!equal(Buffer.from(expected, 'latin1'), value)) return 'wrong';
    counter.triesLeft = fullTries[pin];
    this.save(this.file);
    this.verified.add(pin);
    return 'right';
  }

  /** Whether `value` has the form of this PIN: 4 digits, or 6–16 capitals and digits with one of each. */
  accepts(pin: PinName, value: string): boolean {
    if (pin === 'authentication') return /^\d{4}$/.test(value);
    return pin === 'signature' && /^(?=.*\d)(?=.*[A-Z])[A-Z\d]{6,16}$/.test(value);
  }

  change(pin: PinName, value: string): void {
    const counter = this.counter(pin);
    if (counter === undefined || !('value' in counter)) return;
    counter.value = value;
    this.save(this.file);
  }

  /** Power is gone: nothing is verified any more. Nothing else has this effect. */
  forget(): void {
    this.verified.clear();
  }

  private counter(pin: PinName): { triesLeft: number; value?: string } | undefined {
    return this.file.pins?.[pin];
  }

  private value(pin: PinName): string | undefined {
    if (pin === 'birthDate') return this.file.pins && this.file.surface?.birthDate;
    return this.file.pins?.[pin]?.value;
  }
}

function equal(expected: Uint8Array, given: Uint8Array): boolean {
  return expected.length === given.length && timingSafeEqual(expected, given);
}
