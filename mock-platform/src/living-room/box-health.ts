import { callBox } from './box-control.ts';
import type { DemoBox } from './options.ts';

/** Asks the boxes' agents every two seconds how they are, for `/healthz`. */
export class BoxHealth {
  readonly #codes = new Map<string, string>();
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly boxes: readonly DemoBox[]) {}

  /** Codes of what is missing at any box: none when all is well. */
  get codes(): string[] {
    return [...new Set(this.#codes.values())];
  }

  /** Resolves after the first round. */
  async start(): Promise<void> {
    await this.#ask();
    this.#timer = setInterval(() => void this.#ask(), 2000);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #ask(): Promise<void> {
    await Promise.all(
      this.boxes.map(async ({ household, control }) => {
        const code = await readerCode(control);
        if (code === undefined) this.#codes.delete(household);
        else this.#codes.set(household, code);
      }),
    );
  }
}

async function readerCode(control: string): Promise<string | undefined> {
  try {
    const { reader } = await callBox(control, 'status', {});
    return reader === 'ready' ? undefined : reader;
  } catch {
    return 'box.unreachable';
  }
}
