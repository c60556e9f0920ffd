import type { House } from '../end-to-end/house.ts';
import { Page, type Paired, redeem } from '../reader-agent/box.ts';

/** An answer of the platform or of an agent: status and JSON body. */
export interface Answer {
  status: number;
  body: Record<string, unknown>;
}

/** What a visitor does to はな's home, without a browser: cards by the living room's API, the television by its socket. */
export class HouseVisitor {
  private constructor(
    private readonly house: House,
    private readonly paired: Paired,
    /** The television's end of the agent's socket, greeted. */
    readonly television: Page,
  ) {}

  static async enter(house: House): Promise<HouseVisitor> {
    const pairing = await post(house, '/living-room/pairings', { household: 'hana' });
    const { agentPort, code } = pairing.body as { agentPort: number; code: string };
    const paired = await redeem(`http://localhost:${agentPort}`, code);
    const television = await Page.open(agentPort, paired);
    await television.hello();
    return new HouseVisitor(house, paired, television);
  }

  lay(card: string): Promise<Answer> {
    return post(this.house, '/living-room/reader', { action: 'lay', household: 'hana', card });
  }

  take(): Promise<Answer> {
    return post(this.house, '/living-room/reader', { action: 'take', household: 'hana' });
  }

  /** Card that the living room shows on はな's reader. */
  async laid(): Promise<string | null | undefined> {
    const answer = await json(await fetch(`${this.house.address}/living-room/reader`));
    const { readers } = answer.body as { readers: { household: string; card: string | null }[] };
    return readers.find(({ household }) => household === 'hana')?.card;
  }

  async healthz(): Promise<Answer> {
    return json(await fetch(`${this.house.address}/healthz`));
  }

  /** Her blood pressures as her television asks for them. */
  async bloodPressures(): Promise<Answer> {
    const origin = `http://localhost:${this.house.port + 1}`;
    const path = `/services/health/fhir/Observation?code=${encodeURIComponent('http://loinc.org|85354-9')}`;
    const { cookie, secret } = this.paired;
    const headers = { cookie, 'x-chanoma': '1', 'x-chanoma-secret': secret };
    return json(await fetch(origin + path, { headers }));
  }

  /** Asks for a login and waits for its end: the phases it went through, with codes. */
  async login(): Promise<string[]> {
    const { television } = this;
    const { login } = await television.call('login.start', { service: 'health' });
    const steps = () => television.of('login.changed').filter((step) => step.login === login);
    const deadline = Date.now() + 30_000;
    while (!steps().some(({ phase }) => phase === 'done' || phase === 'refused')) {
      if (Date.now() > deadline) throw new Error(`the login did not end: ${JSON.stringify(steps())}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return steps().map(({ phase, code }) => (code === undefined ? `${phase}` : `${phase} ${code}`));
  }

  /** A login with the authentication PIN, in the visitor's hands. */
  async startPinLogin() {
    const { television } = this;
    const { login } = await television.call('login.start', { service: 'health', tier: 't2' });
    const steps = () => television.of('login.changed').filter((step) => step.login === login);
    return {
      steps,
      /** Waits until the PIN is asked for, for this reason. */
      asked: async (code?: string) => {
        const ask = () => steps().find((step) => step.phase === 'waiting-for-pin' && step.code === code);
        const limit = Date.now() + 30_000;
        while (ask() === undefined && Date.now() < limit) await new Promise((go) => setTimeout(go, 50));
        return ask()?.pin;
      },
      give: async (pin: string) => {
        for (const key of pin) await television.call('pin.type', { login, key });
        await television.call('pin.submit', { login });
      },
    };
  }

  /** State of the reader, session and login as a page sees them that opens now. */
  async state() {
    return this.television.hello();
  }

  leave(): void {
    this.television.socket.terminate();
  }
}

async function post(house: House, path: string, body: object): Promise<Answer> {
  const headers = { 'content-type': 'application/json', origin: house.address };
  return json(await fetch(house.address + path, { method: 'POST', headers, body: JSON.stringify(body) }));
}

async function json(response: Response): Promise<Answer> {
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
