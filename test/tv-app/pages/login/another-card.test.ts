import { expect, test } from 'vitest';
import { LoginPage } from '../../../../tv-app/src/pages/login/LoginPage.ts';
import { loginId, television } from '../../evening.ts';

const progress = { login: loginId, service: 'health' as const, tier: 't1' as const };

test('after a refusal another card is tried when it is laid, without a key', async () => {
  const { box, press, settle, app, calls, words, replies } = await television();
  const card = (lies: boolean) =>
    box.dispatch({ type: 'reader.changed', params: { state: 'ready', card: lies } });
  const started = () => calls.filter(({ method }) => method === 'login.start');
  press('Right', 'Enter');
  await settle();
  card(true);
  box.dispatch({
    type: 'login.changed',
    params: { ...progress, phase: 'refused', code: 'certificate.revoked' },
  });
  await settle();
  expect(words()).toContain('このカードは とまっています。');
  expect(started()).toHaveLength(1);
  card(false);
  await settle();
  // What was refused can be read as long as nobody does anything.
  expect(words()).toContain('このカードは とまっています。');
  const next = '77777777-0000-4000-8000-000000000002';
  replies['login.start'] = { login: next };
  card(true);
  await settle();
  expect(started()).toHaveLength(2);
  box.dispatch({ type: 'login.changed', params: { ...progress, login: next, phase: 'reading' } });
  await settle();
  expect(words()).not.toContain('このカードは とまっています。');
  expect(app.page).toBeInstanceOf(LoginPage);
});
