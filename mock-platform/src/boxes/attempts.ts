import type { Clock } from '../server/context.ts';
import { PlatformError } from '../server/platform-error.ts';

const windowMilliseconds = 10 * 60_000;
const allowedFailures = 10;

/** Counts failed attempts per address, so that a code cannot be searched. */
export class Attempts {
  private readonly failures = new Map<string, number[]>();
  private readonly turns = new Map<string, Promise<void>>();

  constructor(private readonly clock: Clock) {}

  /**
   * Runs one attempt; those of one address come one after the other, so that many at once count like many in a row.
   * @throws PlatformError 429 `registration.too-many-attempts`, and what the attempt throws
   */
  async run<T>(address: string, attempt: () => Promise<T>): Promise<T> {
    const turn = (this.turns.get(address) ?? Promise.resolve()).then(() => this.count(address, attempt));
    const over = turn.then(
      () => undefined,
      () => undefined,
    );
    this.turns.set(address, over);
    void over.then(() => {
      if (this.turns.get(address) === over) this.turns.delete(address);
    });
    return turn;
  }

  private async count<T>(address: string, attempt: () => Promise<T>): Promise<T> {
    this.check(address);
    try {
      return await attempt();
    } catch (error) {
      if (error instanceof PlatformError) this.failed(address);
      throw error;
    }
  }

  private check(address: string): void {
    if (this.recent(address).length >= allowedFailures) {
      throw new PlatformError(429, 'registration.too-many-attempts');
    }
  }

  private failed(address: string): void {
    this.failures.set(address, [...this.recent(address), this.clock().getTime()]);
  }

  private recent(address: string): number[] {
    const since = this.clock().getTime() - windowMilliseconds;
    const recent = (this.failures.get(address) ?? []).filter((at) => at > since);
    if (recent.length === 0) this.failures.delete(address);
    return recent;
  }
}
