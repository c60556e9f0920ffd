import type { LoginProgress, PinEntry } from '../../../../reader-agent/src/protocol/local.ts';

/** Card, first PIN, second PIN, checking. */
const count = 4;

/** Which step an enrolment has reached. It only goes forward: the card is read in between, too. */
export class EnrolmentSteps {
  #asked: PinEntry['kind'][] = [];
  #current = 1;

  get shown(): { count: number; current: number } {
    return { count, current: this.#current };
  }

  /** What the agent told last. */
  note(progress: LoginProgress | null): void {
    if (progress?.pin && !this.#asked.includes(progress.pin.kind)) this.#asked.push(progress.pin.kind);
    const reached = progress?.phase === 'done' ? count + 1 : progress?.phase === 'checking' ? count : 1;
    this.#current = Math.max(this.#current, reached, 1 + this.#asked.length);
  }
}
