import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import type { CardFile } from '../../../mock-platform/src/protocol/card-reader.ts';
import { type Page, until } from '../../reader-agent/box.ts';
import type { BusyTime } from './busy-time.ts';
import type { InstantReader } from './instant-reader.ts';

/** What one login took, in ms. */
interface Login {
  whole: number;
  agent: number;
  /** Until the page hears that the card was seen. */
  seen: number;
  /** Until the page hears that the login goes on. */
  goesOn: number;
  apdus: number;
}

const warmUp = 10;
/** A page that sends more than 20 messages a second is refused. */
const betweenMs = 60;

/** T1 logins one after the other, as a viewer does them: choose, lay the card, be greeted, take it away. */
export async function measureLogins(
  page: Page,
  reader: InstantReader,
  card: CardFile,
  busy: BusyTime,
  count: number,
): Promise<Login[]> {
  const logins: Login[] = [];
  for (let turn = 0; turn < warmUp + count; turn += 1) {
    const login = await logIn(page, reader, card, busy);
    if (turn >= warmUp) logins.push(login);
    await pause(betweenMs);
  }
  return logins;
}

async function logIn(page: Page, reader: InstantReader, card: CardFile, busy: BusyTime): Promise<Login> {
  const { login: id } = await page.call('login.start', { service: 'health', tier: 't1' });
  await until(() => page.of('login.changed').some(({ login }) => login === id));
  page.notifications.length = 0;
  page.answers.length = 0;
  const heard: { method: string; phase: unknown; at: number }[] = [];
  const listen = (data: unknown): void => {
    const at = performance.now();
    const { method = '', params } = JSON.parse(String(data)) as {
      method?: string;
      params?: { phase?: unknown };
    };
    heard.push({ method, phase: params?.phase, at });
  };
  page.socket.on('message', listen);
  const laid = performance.now();
  reader.lay(card);
  const end = await until(() => heard.find(({ phase }) => phase === 'done' || phase === 'refused'));
  page.socket.off('message', listen);
  if (end.phase !== 'done')
    throw new Error(`a login was refused: ${JSON.stringify(page.of('login.changed'))}`);
  const first = (method: string): number => (heard.find((one) => one.method === method)?.at ?? end.at) - laid;
  const whole = end.at - laid;
  const { apdus } = reader;
  const agent = whole - busy.within(laid, end.at);
  reader.take();
  await until(() => page.of('session.changed').some(({ session }) => session === null));
  return { whole, agent, seen: first('reader.changed'), goesOn: first('login.changed'), apdus };
}
