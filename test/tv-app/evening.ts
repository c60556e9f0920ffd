import { App } from '../../tv-app/src/app/App.ts';
import { forgetPublic } from '../../tv-app/src/app/last-public.ts';
import { quietBox } from './canned.ts';
import { startTelevision, type TestTelevision } from './stage.ts';

export const loginId = '77777777-0000-4000-8000-000000000001';

/** The application at Hana's, connected, nobody signed in. */
export async function television(): Promise<TestTelevision> {
  forgetPublic();
  const tested = await startTelevision(App);
  tested.replies['login.start'] = { login: loginId };
  tested.box.dispatch({ type: 'hello', state: quietBox });
  await tested.settle();
  return tested;
}

/** Hana's visit. */
export const session = {
  callName: 'はな',
  tier: 't1' as const,
  services: ['health' as const, 'booking' as const],
  since: '2026-11-20T18:31:00+09:00',
  notices: [],
};
