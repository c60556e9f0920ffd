/** Remembers identifiers for a while; in the memory of this process, so a box keeps talking to one process. */
export class ReplayCache {
  private readonly seen = new Map<string, number>();
  private sweepAt = 0;

  constructor(
    private readonly rememberMs: number,
    private readonly mostEntries = 200_000,
  ) {}

  /** False when the identifier was there before. A full cache forgets its oldest entries. */
  add(id: string, now: number): boolean {
    this.sweep(now);
    const until = this.seen.get(id);
    if (until !== undefined && until > now) return false;
    this.seen.delete(id);
    this.seen.set(id, now + this.rememberMs);
    return true;
  }

  private sweep(now: number): void {
    if (now < this.sweepAt && this.seen.size < this.mostEntries) return;
    this.sweepAt = now + this.rememberMs;
    for (const [id, until] of this.seen) {
      if (until <= now || this.seen.size >= this.mostEntries) this.seen.delete(id);
    }
  }
}
