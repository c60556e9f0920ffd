import type { Clock } from '../server/context.ts';
import { PlatformError } from '../server/platform-error.ts';

const windowMilliseconds = 10 * 60_000;
const allowedFailures = 10;

/** Counts failed attempts per address, so that a code cannot be searched. */
export class Attempts {
  private readonly failures = new Map<string, number[]>();

  constructor(private readonly clock: Clock) {}

  /** @throws PlatformError 429 `registration.too-many-attempts` */
  check(address: string): void {
    if (this.recent(address).length >= allowedFailures) {
      throw new PlatformError(429, 'registration.too-many-attempts');
    }
  }

  failed(address: string): void {
    this.failures.set(address, [...this.recent(address), this.clock().getTime()]);
  }

  private recent(address: string): number[] {
    const since = this.clock().getTime() - windowMilliseconds;
    const recent = (this.failures.get(address) ?? []).filter((at) => at > since);
    if (recent.length === 0) this.failures.delete(address);
    return recent;
  }
}
