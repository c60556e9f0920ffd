/**
 * Time of this box, corrected by what the platform said: boxes come up with a wrong clock, and time stamps are evidence.
 */
export class BoxClock {
  private errorMs = 0;
  private measuredOnStream = false;

  constructor(private readonly source: () => number = Date.now) {}

  /** Corrected milliseconds since the epoch. */
  now(): number {
    return this.source() - this.errorMs;
  }

  /** What the box's own clock says, uncorrected, as an ISO 8601 instant: the platform records how wrong it is. */
  rawInstant(): string {
    return new Date(this.source()).toISOString();
  }

  /** Corrected time as an ISO 8601 instant. */
  instant(): string {
    return new Date(this.now()).toISOString();
  }

  /** How far the box's own clock is ahead of the platform's, milliseconds; 0 until it was measured. */
  get error(): number {
    return this.errorMs;
  }

  /** The same in seconds, and undefined until the platform's `welcome` measured it. */
  get measuredError(): number | undefined {
    return this.measuredOnStream ? Math.round(this.errorMs) / 1000 : undefined;
  }

  /** Takes over the time of the stream's `welcome`; it outranks every coarser source. */
  measure(platformInstant: string): void {
    const platform = Date.parse(platformInstant);
    if (Number.isNaN(platform)) return;
    this.errorMs = this.source() - platform;
    this.measuredOnStream = true;
  }

  /**
   * Takes over an HTTP `Date` header when it is off by more than `toleranceMs`: without this a box whose clock is wrong
   * could never present a fresh proof and so never reach the stream.
   */
  hint(httpDate: string | null, toleranceMs = 10_000): void {
    if (this.measuredOnStream || httpDate === null) return;
    const platform = Date.parse(httpDate);
    if (Number.isNaN(platform) || Math.abs(this.now() - platform) <= toleranceMs) return;
    this.errorMs = this.source() - platform;
  }
}
