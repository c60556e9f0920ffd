import type { Paired, Pairing } from '../protocol/living-room.ts';
import { PlatformError } from '../server/platform-error.ts';
import { callBox } from './box-control.ts';
import type { DemoBox } from './options.ts';

/** Shorter than a window waits: a code that nobody waits for any more must not count as the newest pairing. */
const patienceMs = 3000;

/** Which window shows which household's television: a box has one, and the newest pairing counts (D17). */
export class Pairings {
  readonly #latest = new Map<string, number>();
  readonly #listeners = new Set<(paired: Paired) => void>();

  constructor(private readonly boxes: readonly DemoBox[]) {}

  get latest(): Paired[] {
    return [...this.#latest].map(([household, number]) => ({ household, number }));
  }

  /** Calls back after every pairing until the returned function is called. */
  subscribe(listener: (paired: Paired) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * One-time code for a household's television. Its number is higher than every earlier one's, also across restarts.
   * @throws PlatformError 404 for an unknown household, 503 `box.unreachable` when its agent does not answer
   */
  async open(household: string): Promise<Pairing> {
    const box = this.boxes.find((one) => one.household === household);
    if (!box) throw new PlatformError(404, 'household.unknown');
    const { code } = await callBox(box.control, 'pairing.code', {}, patienceMs).catch((error: Error) => {
      throw new PlatformError(503, 'box.unreachable', error.message);
    });
    const number = Math.max(Date.now(), (this.#latest.get(household) ?? 0) + 1);
    this.#latest.set(household, number);
    for (const listener of this.#listeners) listener({ household, number });
    return { code, agentPort: box.agentPort, number };
  }
}
