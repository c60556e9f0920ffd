/** Remembers identifiers for a while. */
export interface ReplayStore {
  /** False when the identifier was there before and is still remembered. */
  add(id: string, now: Date): Promise<boolean>;
}

/** In the memory of this process: for a relying party that is one process. A full store forgets its oldest entries. */
export class ReplayCache implements ReplayStore {
  private readonly seen = new Map<string, number>();
  private sweepAt = 0;

  constructor(
    private readonly rememberMs: number,
    private readonly mostEntries = 200_000,
  ) {}

  async add(id: string, at: Date): Promise<boolean> {
    const now = at.getTime();
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
