/** At most `most` within `seconds`. */
export interface Rate {
  most: number;
  seconds: number;
}

/**
 * How often boxes and persons may try. All processes of a platform count together (shared-rates.ts), give or take a
 * moment: the limits slow a search down, the card's own counters stop it.
 */
export interface LoginLimits {
  /** Challenges of one box. */
  challenges: Rate;
  /** Refused logins of one box, whosever cards. */
  failuresOfBox: Rate;
  /** Wrong proofs with one person's card at the person's own television. */
  failuresOfPerson: Rate;
}

export const loginLimits: LoginLimits = {
  challenges: { most: 120, seconds: 60 },
  failuresOfBox: { most: 60, seconds: 600 },
  failuresOfPerson: { most: 10, seconds: 600 },
};

interface Window {
  count: number;
  endsAt: number;
  /** Of `count`, what the other processes have not been told. */
  untold: number;
}

/** Counts events per name in windows of fixed length. */
export class RateCounter {
  private readonly windows = new Map<string, Window>();
  /** Names of which the other processes have not been told everything. */
  private readonly changed = new Set<string>();
  private sweepAt = 0;

  constructor(private readonly rate: Rate) {}

  /** Seconds until the name may go on; undefined when it may now. */
  waitOf(name: string, now: Date): number | undefined {
    const window = this.windows.get(name);
    const at = now.getTime();
    if (!window || window.endsAt <= at || window.count < this.rate.most) return undefined;
    return Math.ceil((window.endsAt - at) / 1000);
  }

  count(name: string, now: Date): void {
    const at = now.getTime();
    this.sweep(at);
    this.changed.add(name);
    const window = this.windows.get(name);
    if (window && window.endsAt > at) {
      window.count += 1;
      window.untold += 1;
    } else this.windows.set(name, { count: 1, endsAt: at + this.rate.seconds * 1000, untold: 1 });
  }

  /** What was counted since the last call; it is for the caller to tell the others. */
  takeNew(): { name: string; count: number; endsAt: number }[] {
    const taken = [];
    for (const name of this.changed) {
      const window = this.windows.get(name);
      if (window === undefined) continue;
      taken.push({ name, count: window.untold, endsAt: window.endsAt });
      window.untold = 0;
    }
    this.changed.clear();
    return taken;
  }

  /** Takes over what all processes counted in the window that they share. */
  learn(name: string, count: number, endsAt: number): void {
    const untold = this.windows.get(name)?.untold ?? 0;
    this.windows.set(name, { count: count + untold, endsAt, untold });
  }

  private sweep(at: number): void {
    if (at < this.sweepAt) return;
    this.sweepAt = at + this.rate.seconds * 1000;
    for (const [name, { endsAt }] of this.windows) if (endsAt <= at) this.windows.delete(name);
  }
}

/** The counters of a platform. */
export class LoginCounters {
  readonly challenges: RateCounter;
  readonly failuresOfBox: RateCounter;
  readonly failuresOfPerson: RateCounter;

  constructor(limits: LoginLimits) {
    this.challenges = new RateCounter(limits.challenges);
    this.failuresOfBox = new RateCounter(limits.failuresOfBox);
    this.failuresOfPerson = new RateCounter(limits.failuresOfPerson);
  }
}
