import type { Readable, Writable } from 'node:stream';
import { codeOf } from '../failure.ts';
import type { LoginProgress } from '../protocol/local.ts';
import type { ControlClient } from './control-client.ts';

/** What the prompt needs of a terminal (`process.stdin`). */
export interface Terminal extends Readable {
  isTTY?: boolean;
  setRawMode?(raw: boolean): unknown;
}

const keys = { interrupt: '\u0003', erase: ['\b', '\u007f'], enter: ['\r', '\n'] };
const bell = '\u0007';
const rules = { authentication: 'four digits', signature: '6 to 16 letters and digits' };

/**
 * Asks for a PIN at the terminal without echo. Each key goes to the agent as one message and is kept nowhere here (D16).
 * Without a terminal the login is cancelled: a PIN is never read from a file or a pipe.
 */
export class PinPrompt {
  private asked: LoginProgress | undefined;
  private work: Promise<unknown> = Promise.resolve();
  private listening = false;

  constructor(
    private readonly agent: Pick<ControlClient, 'call'>,
    private readonly terminal: Terminal,
    private readonly output: Writable,
  ) {}

  /** Takes over how far the login is; asks when it asks. */
  follow(progress: LoginProgress): void {
    const before = this.asked;
    const asks = progress.phase === 'waiting-for-pin' || progress.phase === 'waiting-for-consent';
    this.asked = asks ? progress : undefined;
    if (!asks) this.release();
    else if (this.terminal.isTTY !== true) {
      this.output.write('A PIN can only be typed at a terminal.\n');
      void this.agent.call('desk.cancel', { login: progress.login }).catch(() => undefined);
    } else {
      if (before?.phase !== progress.phase || before.pin?.triesLeft !== progress.pin?.triesLeft)
        this.ask(progress);
      this.listen();
    }
  }

  close(): void {
    this.asked = undefined;
    this.release();
  }

  private ask({ phase, pin }: LoginProgress): void {
    if (pin === undefined) return;
    const tries = `${pin.triesLeft} ${pin.triesLeft === 1 ? 'try' : 'tries'} left`;
    this.output.write(
      phase === 'waiting-for-consent'
        ? `After one more wrong ${pin.kind} PIN the card is blocked. Use the last try? Press y, or Ctrl-C to stop.\n`
        : `${pin.kind} PIN (${rules[pin.kind]}, ${tries}), then Enter; it is not shown: `,
    );
  }

  private listen(): void {
    if (this.listening) return;
    this.listening = true;
    this.terminal.setRawMode?.(true);
    this.terminal.on('data', this.onData);
    this.terminal.resume();
  }

  private release(): void {
    if (!this.listening) return;
    this.listening = false;
    this.terminal.off('data', this.onData);
    this.terminal.setRawMode?.(false);
    this.terminal.pause();
    this.output.write('\n');
  }

  private readonly onData = (data: Buffer): void => {
    for (const byte of data) {
      const key = String.fromCharCode(byte);
      this.work = this.work.then(() => this.press(key)).catch(this.refused);
    }
    data.fill(0);
  };

  private readonly refused = (error: unknown): void => {
    const incomplete = codeOf(error, '') === 'pin.incomplete';
    this.output.write(incomplete ? '\nToo short; go on, then Enter: ' : bell);
  };

  private async press(key: string): Promise<void> {
    const { asked } = this;
    if (asked === undefined) return;
    const { login, phase } = asked;
    if (key === keys.interrupt) await this.agent.call('desk.cancel', { login });
    else if (phase === 'waiting-for-consent') {
      if (key.toLowerCase() === 'y') await this.agent.call('desk.consent', { login });
    } else if (keys.enter.includes(key)) await this.agent.call('desk.submit', { login });
    else if (keys.erase.includes(key)) await this.agent.call('desk.erase', { login, all: false });
    else if (/^[0-9A-Za-z]$/.test(key)) await this.agent.call('desk.type', { login, key: key.toUpperCase() });
  }
}
