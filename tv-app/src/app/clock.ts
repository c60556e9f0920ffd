/** Time as the application sees it; tests put their own in its place. */
export interface Clock {
  now(): Date;
  /** Runs once after so many milliseconds; the returned function takes it back. */
  after(milliseconds: number, run: () => void): () => void;
  /** False while the time is not to be shown to anybody; absent: it may be. */
  readonly known?: boolean;
}

export const systemClock: Clock = {
  now: () => new Date(),
  after(milliseconds, run) {
    const timer = setTimeout(run, milliseconds);
    return () => clearTimeout(timer);
  },
};

/** No box shows a time before this: its own clock has not been set since it lost its power. */
const earliest = Date.parse('2026-01-01T00:00:00+09:00');
/** What the way from the agent takes is no difference. */
const tolerance = 2000;

/**
 * The clock of the box, put right by what the agent tells (it knows the platform's time). From then on it goes by the time that has passed,
 * so that a box setting its own clock moves nothing on the screen.
 */
export class BoxClock implements Clock {
  #told: { at: number; steady: number } | undefined;

  constructor(
    private readonly system: () => number = () => Date.now(),
    /** Milliseconds that only ever grow. */
    private readonly steady: () => number = () => performance.now(),
  ) {}

  now = (): Date => new Date(this.#milliseconds());
  after = systemClock.after;

  get known(): boolean {
    return this.#told !== undefined || this.system() >= earliest;
  }

  /** The agent says what time it is. Answers whether that moved the clock. */
  tell(now: Date): boolean {
    const told = now.getTime();
    if (Number.isNaN(told)) return false;
    const moved = Math.abs(told - this.#milliseconds()) > tolerance;
    if (moved || !this.#told) {
      const at = moved ? told : this.#milliseconds();
      this.#told = { at, steady: this.steady() };
    }
    return moved;
  }

  #milliseconds(): number {
    return this.#told ? this.#told.at + this.steady() - this.#told.steady : this.system();
  }
}
