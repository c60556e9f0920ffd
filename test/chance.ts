/** Random choices that a seed repeats. */
export class Chance {
  private state: number;

  constructor(readonly seed: number) {
    this.state = seed >>> 0;
  }

  /** A whole number from 0 to below `limit` (mulberry32). */
  below(limit: number): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  }

  /** True once in so many times on average. */
  oneIn(times: number): boolean {
    return this.below(times) === 0;
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)] as T;
  }

  /** The same things in another order. */
  shuffled<T>(things: readonly T[]): T[] {
    const left = [...things];
    return things.map(() => left.splice(this.below(left.length), 1)[0] as T);
  }
}

/**
 * Runs a long proof on a new seed, or on the one in CHANOMA_SEED to repeat a failure; what fails says its seed and
 * the last steps before it.
 */
export async function onSeed(
  proof: (chance: Chance, note: (step: string) => void) => unknown,
): Promise<void> {
  const chance = new Chance(Number(process.env.CHANOMA_SEED ?? Date.now() % 2 ** 31));
  const steps: string[] = [];
  const note = (step: string): void => {
    steps.push(step);
    if (steps.length > 30) steps.shift();
  };
  try {
    await proof(chance, note);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    const last = steps.length === 0 ? '' : `\nlast steps:\n  ${steps.join('\n  ')}`;
    throw new Error(`with CHANOMA_SEED=${chance.seed}: ${said}${last}`, { cause: error });
  }
}
