import { type Secret, type TOTP, URI } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endAccount, invite, keepAccounts } from '../../../mock-platform/src/console/login/accounts.ts';
import type { LoginTables } from '../../../mock-platform/src/console/login/tables.ts';
import { realmOfTown } from '../../../mock-platform/src/console/officials.ts';
import { InvitationOffer } from '../../../mock-platform/src/protocol/console-login.ts';
import type { RunningPlatform } from '../../../mock-platform/src/server/platform.ts';
import { coreModules } from '../core-modules.ts';
import { startTestPlatform } from '../platform.ts';
import { hiyori, miharashi, seedTwoTowns } from '../two-towns.ts';
import { callDesk, cookieOf, refusal, signIn } from './desk.ts';

const realm = realmOfTown(hiyori);
const password = 'あおい そらの ながれぼし 47';
const step = 30_000;

describe('The login of officials', () => {
  let platform: RunningPlatform;
  let now = Date.parse('2026-11-20T03:00:00Z');
  let codes: TOTP;

  const post = (path: string, body: object, town = hiyori) => callDesk(platform, `${town}/${path}`, { body });
  const code = (steps = 0) => codes.generate({ timestamp: now + steps * step });
  const withPassword = (change: object = {}, town = hiyori) =>
    post('login/password', { id: 'kato', password, code: code(), ...change }, town);

  beforeAll(async () => {
    platform = await startTestPlatform({ modules: coreModules, clock: () => new Date(now) });
    await seedTwoTowns(platform.context);
    await keepAccounts(platform.context, [{ realm, id: 'kato', name: '加藤 みのり', role: 'writer' }]);
    const token = await invite(platform.context, realm, 'kato');
    const offer = InvitationOffer.parse((await post('login/invitation', { token })).json());
    expect(offer.account).toEqual({ id: 'kato', name: '加藤 みのり', role: 'writer' });
    codes = URI.parse(offer.oneTimeCodeAddress) as TOTP;
    const short = await post('login/invitation/password', { token, password: 'みじかい', code: code() });
    expect(short.status).toBe(400);
    const wrong = await post('login/invitation/password', { token, password, code: wrongCode() });
    expect(refusal(wrong)).toEqual([403, 'sign-in.refused']);
    const kept = await post('login/invitation/password', { token, password, code: code() });
    expect(kept.json()).toEqual(offer.account);
    expect((await callDesk(platform, hiyori, { cookie: cookieOf(kept) })).status).toBe(200);
    // Used up.
    const again = await post('login/invitation', { token });
    expect(refusal(again)).toEqual([403, 'sign-in.invitation']);
  });
  afterAll(() => platform.close());

  const wrongCode = () => (code() === '000000' ? '000001' : '000000');

  it('takes a password with its one-time code, each code once', async () => {
    // The code that proved the app at the registration is used up too.
    expect(refusal(await withPassword())).toEqual([403, 'sign-in.refused']);
    now += step;
    expect((await withPassword()).status).toBe(200);
    expect(refusal(await withPassword())).toEqual([403, 'sign-in.refused']);
    now += 2 * step;
    const both = await Promise.all([withPassword(), withPassword()]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 403]);
  });

  it('lets a phone’s clock be half a minute off, and no more', async () => {
    now += 10 * step;
    expect(refusal(await withPassword({ code: code(2) }))).toEqual([403, 'sign-in.refused']);
    expect((await withPassword({ code: code(-1) })).status).toBe(200);
    expect((await withPassword({ code: code(1) })).status).toBe(200);
  });

  it('refuses a wrong password, a wrong code, another town and an unknown name alike', async () => {
    now += 10 * step;
    const answers = [
      await withPassword({ password: `${password}x` }),
      await withPassword({ code: wrongCode() }),
      await withPassword({}, miharashi),
      await withPassword({ id: 'nobody' }),
      await withPassword({ id: 'sato' }),
    ];
    for (const answer of answers) expect(refusal(answer)).toEqual([403, 'sign-in.refused']);
  });

  it('stops after ten failures from an address, for ten minutes', async () => {
    now += 40 * step;
    const guess = { token: 'A'.repeat(43) };
    for (let count = 0; count < 10; count++) expect((await post('login/invitation', guess)).status).toBe(403);
    expect(refusal(await withPassword())).toEqual([429, 'sign-in.too-many-attempts']);
    now += 21 * step;
    expect((await withPassword()).status).toBe(200);
  });

  it('ends an invitation after a day, or when another is made', async () => {
    const first = await invite(platform.context, realm, 'kato');
    const second = await invite(platform.context, realm, 'kato');
    expect(refusal(await post('login/invitation', { token: first }))).toEqual([403, 'sign-in.invitation']);
    expect(refusal(await post('login/invitation', { token: second }, miharashi))).toEqual([
      403,
      'sign-in.invitation',
    ]);
    expect((await post('login/invitation', { token: second })).status).toBe(200);
    now += 24 * 3600_000;
    expect(refusal(await post('login/invitation', { token: second }))).toEqual([403, 'sign-in.invitation']);
    await expect(invite(platform.context, realm, 'nobody')).rejects.toMatchObject({
      code: 'official.unknown',
    });
  });

  it('keeps neither password nor secret in the open, and refuses a passkey that was never registered', async () => {
    const stored = JSON.stringify(
      await platform.context.tables<LoginTables>().selectFrom('console.password').selectAll().execute(),
    );
    expect(stored).not.toContain(password);
    expect(stored).not.toContain((codes.secret as Secret).base32);
    const answer = await post('login/passkey', { response: { id: 'AAAA', type: 'public-key' } });
    expect(refusal(answer)).toEqual([403, 'sign-in.refused']);
  });

  it('ends every session of an official who leaves the town hall, and gives a role only its own rights', async () => {
    const viewer = await signIn(platform, hiyori, 'aoki');
    for (const path of ['drafts', 'master/templates', 'recipients'])
      expect((await callDesk(platform, `${hiyori}/${path}`, { cookie: viewer })).status).toBeLessThan(500);
    expect(refusal(await callDesk(platform, `${hiyori}/recipients`, { cookie: viewer }))).toEqual([
      403,
      'official.role',
    ]);
    expect(await endAccount(platform.context, realm, 'aoki')).toBe(true);
    expect(refusal(await callDesk(platform, hiyori, { cookie: viewer }))).toEqual([401, 'official.session']);
  });
});
