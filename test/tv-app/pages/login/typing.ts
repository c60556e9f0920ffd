import type { LoginProgress, Params, PinEntry } from '../../../../reader-agent/src/protocol/local.ts';
import { AgentError } from '../../../../tv-app/src/clients/agent.ts';
import { loginId, television } from '../../evening.ts';
import type { TestTelevision } from '../../stage.ts';

export const fourDigits: PinEntry = {
  kind: 'authentication',
  triesLeft: 3,
  typed: 0,
  least: 4,
  most: 4,
};
export const letters: PinEntry = { kind: 'signature', triesLeft: 5, typed: 0, least: 6, most: 16 };

export interface AtThePin extends TestTelevision {
  /** Keys that reached the agent, in order. */
  typed(): string[];
  /** How often the agent was told to do so. */
  count(method: string): number;
  progress(more: Partial<LoginProgress>): Promise<void>;
  /** Presses keys one after the other, each when the last one has had its effect. */
  go(...keys: Parameters<TestTelevision['press']>): Promise<void>;
}

/** Hana has chosen けんこう, her card lies there, and the agent asks for a PIN and counts its keys. */
export async function atThePin(pin: PinEntry = fourDigits): Promise<AtThePin> {
  const tested = await television();
  const { box, calls, settle } = tested;
  const plain = tested.tv.agent.call.bind(tested.tv.agent);
  let entry = { ...pin };
  const change = (by: number): PinEntry => {
    const typed = entry.typed + by;
    if (typed > entry.most) throw new AgentError('pin.full');
    entry = { ...entry, typed: Math.max(0, typed) };
    return entry;
  };
  tested.tv.agent = {
    start() {},
    async call(method: string, params: unknown) {
      const answer = await plain(method as 'hello', params as never);
      if (method === 'pin.type') return change(1);
      if (method === 'pin.erase') return change((params as Params<'pin.erase'>).all ? -entry.typed : -1);
      return answer;
    },
  } as never;
  const progress = async (more: Partial<LoginProgress>): Promise<void> => {
    if (more.pin) entry = { ...more.pin };
    const { service = 'health', tier = 't2' } = box.current.login ?? {};
    box.dispatch({
      type: 'login.changed',
      params: { login: loginId, service, tier, phase: 'waiting-for-card', ...more },
    });
    await settle();
  };
  const go: AtThePin['go'] = async (...keys) => {
    for (const key of keys) {
      tested.clock.pass(500);
      tested.press(key);
      await settle();
      await settle();
    }
  };
  await go('Right', 'Enter');
  await progress({ phase: 'waiting-for-pin', pin });
  return {
    ...tested,
    progress,
    go,
    typed: () =>
      calls
        .filter(({ method }) => method === 'pin.type')
        .map(({ params }) => (params as Params<'pin.type'>).key),
    count: (wanted) => calls.filter(({ method }) => method === wanted).length,
  };
}
