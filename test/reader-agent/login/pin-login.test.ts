import { randomUUID, X509Certificate } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CardFile } from '../../../mock-platform/src/protocol/card-reader.ts';
import { loginMessage } from '../../../mock-platform/src/protocol/identity.ts';
import { residentCard } from '../../mock-platform/card/fixture.ts';
import { TestBox, until } from '../box.ts';
import { hana } from '../fake-platform.ts';
import { holderCard } from './holder-card.ts';
import { signed, Viewer } from './viewer.ts';

let box: TestBox;
let viewer: Viewer;
let card: CardFile;

beforeAll(async () => {
  box = await TestBox.start();
});
afterAll(() => box.stop());
beforeEach(async () => {
  viewer = await Viewer.sit(box);
  card = await holderCard();
});
afterEach(() => viewer.leave());

describe('a login with the authentication PIN', () => {
  it('asks the tries first, takes the keys one by one, and proves the card with the key', async () => {
    const login = await viewer.asked(card);
    expect(viewer.last).toMatchObject({
      tier: 't2',
      phase: 'waiting-for-pin',
      pin: { kind: 'authentication', triesLeft: 3, typed: 0, least: 4, most: 4 },
    });
    expect(viewer.verifies).toEqual([]);
    expect(await viewer.page.call('pin.type', { login, key: '9' })).toMatchObject({ typed: 1 });
    expect(await viewer.page.call('pin.erase', { login, all: false })).toMatchObject({ typed: 0 });
    await viewer.type(login, '1234');
    expect((await box.open()).state.login).toBeNull();
  });

  it('ends in a session of its tier, and every copy of the PIN is zeroed before the answer', async () => {
    const login = await viewer.asked(card);
    await viewer.enter(login, '1234');
    const given = box.reader.commands.indexOf(viewer.verifies[0] ?? '');
    expect(box.reader.commands[given]).toBe('002000800431323334');
    expect([...box.reader.buffers[given]!]).toEqual(Array(9).fill(0));
    await viewer.reached('done');
    expect(viewer.page.phases()).toEqual(['reading', 'waiting-for-pin', 'proving', 'checking', 'done']);
    const statement = box.platform.statements[0]!;
    expect(statement).toMatchObject({ tier: 't2', proof: { kind: 'authentication-key' } });
    expect(signed(statement.certificate, loginMessage(statement), statement.proof!.signature)).toBe(true);
    expect(viewer.page.of('session.changed').at(-1)).toMatchObject({ session: { tier: 't2' } });
  });

  it('comes back to the PIN with the new count after a wrong one', async () => {
    const login = await viewer.asked(card);
    await viewer.enter(login, '9999');
    await viewer.reached('waiting-for-pin pin.wrong');
    expect(viewer.last?.pin).toMatchObject({ triesLeft: 2, typed: 0 });
    expect(viewer.verifies).toHaveLength(1);
    await viewer.enter(login, '1234');
    await viewer.reached('done');
    expect(viewer.verifies).toHaveLength(2);
  });

  it('uses the last try only with the viewer’s word, and says blocked when it was wrong', async () => {
    card.pins!.authentication.triesLeft = 1;
    const login = await viewer.asked(card);
    expect(viewer.last).toMatchObject({ phase: 'waiting-for-consent', pin: { triesLeft: 1 } });
    await expect(viewer.page.call('pin.type', { login, key: '1' })).rejects.toThrow('pin.not-asked');
    await viewer.page.call('pin.consent', { login });
    await viewer.reached('waiting-for-pin');
    await viewer.enter(login, '9999');
    await viewer.reached('refused pin.blocked');
    expect(viewer.verifies).toHaveLength(1);
    expect(viewer.last?.pin).toBeUndefined();
  });

  it('does not ask for a PIN that is blocked', async () => {
    card.pins!.authentication.triesLeft = 0;
    await viewer.asked(card);
    await viewer.reached('refused pin.blocked');
    expect(viewer.verifies).toEqual([]);
  });

  it('refuses keys that do not fit and whatever comes at the wrong time', async () => {
    const login = await viewer.asked(card);
    await expect(viewer.page.call('pin.type', { login, key: 'A' })).rejects.toThrow('pin.full');
    await expect(viewer.page.call('pin.submit', { login })).rejects.toThrow('pin.incomplete');
    await viewer.type(login, '1234');
    await expect(viewer.page.call('pin.type', { login, key: '5' })).rejects.toThrow('pin.full');
    await expect(viewer.page.call('pin.consent', { login })).rejects.toThrow('pin.not-asked');
    await expect(viewer.page.call('pin.submit', { login: randomUUID() })).rejects.toThrow('pin.not-asked');
    expect(await viewer.page.call('pin.erase', { login, all: true })).toMatchObject({ typed: 0 });
    await viewer.page.call('login.cancel', { login });
    await expect(viewer.page.call('pin.type', { login, key: '5' })).rejects.toThrow('pin.not-asked');
    expect(viewer.verifies).toEqual([]);
  });

  it('asks for the PIN once more when the card goes while the platform checks: that statement is spent', async () => {
    let allow = (): void => {};
    box.platform.slowLogin = new Promise((resolve) => {
      allow = resolve;
    });
    const login = await viewer.asked(card);
    await viewer.enter(login, '1234');
    await viewer.reached('checking');
    box.reader.take();
    await viewer.reached('waiting-for-card card.removed');
    allow();
    await until(() => box.platform.statements.length === 1);
    box.reader.lay(card);
    await viewer.reached('waiting-for-pin');
    await viewer.enter(login, '1234');
    await viewer.reached('done');
    expect(viewer.verifies).toHaveLength(2);
  });

  it('goes on with the keys typed when the same card comes back, and without them for another card', async () => {
    const login = await viewer.asked(card);
    await viewer.type(login, '12');
    box.reader.take();
    await viewer.reached('waiting-for-card card.removed');
    box.reader.lay(residentCard);
    await viewer.reached('waiting-for-card card.resident-card');
    box.reader.take();
    box.reader.lay(card);
    await viewer.reached('waiting-for-pin');
    expect(viewer.last?.pin).toMatchObject({ typed: 0 });
    await viewer.type(login, '12');
    box.reader.take();
    await viewer.reached('waiting-for-card card.removed');
    box.reader.lay(card);
    await viewer.reached('waiting-for-pin');
    expect(viewer.last?.pin).toMatchObject({ typed: 2 });
    box.reader.take();
    await viewer.reached('waiting-for-card card.removed');
    box.reader.lay(await holderCard('319440403', { generation: 'next' }));
    await viewer.reached('waiting-for-pin card.changed');
    expect(viewer.last?.pin).toMatchObject({ typed: 0 });
    await viewer.enter(login, '1234');
    await viewer.reached('done');
    expect(viewer.verifies).toHaveLength(1);
  });

  it('takes no transport fault for a wrong PIN and never sends the PIN again by itself', async () => {
    const login = await viewer.asked(card);
    await viewer.type(login, '1234');
    box.reader.between = (apdu, card) => {
      const answer = card(apdu);
      return apdu[1] === 0x20 && apdu.length > 5 ? Uint8Array.of(0x6f, 0x00) : answer;
    };
    await viewer.page.call('pin.submit', { login });
    await viewer.reached('waiting-for-card card.unreadable');
    box.reader.between = undefined;
    box.reader.take();
    box.reader.lay(card);
    await viewer.reached('waiting-for-pin');
    expect(viewer.last?.pin).toMatchObject({ triesLeft: 3, typed: 0 });
    expect(viewer.verifies).toHaveLength(1);
    expect(viewer.page.phases()).not.toContain('waiting-for-pin pin.wrong');
  });

  it('reads once more by itself after a reset by another program, before and after the PIN was typed', async () => {
    let resets = 1;
    box.reader.between = (apdu, card) => {
      if (apdu[1] === 0x20 && resets > 0) {
        resets -= 1;
        return Uint8Array.of(0x6f, 0x00);
      }
      return card(apdu);
    };
    const login = await viewer.asked(card);
    await viewer.type(login, '1234');
    let cut = true;
    box.reader.between = (apdu, card) => {
      if (!cut) return card(apdu);
      cut = false;
      return Uint8Array.of(0x6f, 0x00);
    };
    await viewer.page.call('pin.submit', { login });
    await viewer.reached('done');
    expect(viewer.verifies).toHaveLength(1);
  });

  it('proves a next-generation card with P-384', async () => {
    const next = await holderCard('319440403', { generation: 'next' });
    const login = await viewer.asked(next);
    await viewer.enter(login, '1234');
    await viewer.reached('done');
    const statement = box.platform.statements[0]!;
    expect(Buffer.from(statement.proof!.signature, 'base64url')).toHaveLength(96);
    expect(signed(statement.certificate, loginMessage(statement), statement.proof!.signature)).toBe(true);
  });
});

describe('a login with the signature PIN', () => {
  it('brings the signature certificate and a signature with its key, and nobody hears the PIN', async () => {
    const secret = 'CHANOMA7TELEVI26';
    const printed = (['log', 'info', 'warn', 'error'] as const).map((name) => vi.spyOn(console, name));
    card.pins!.signature!.value = secret;
    const login = await viewer.asked(card, 't3');
    expect(viewer.last).toMatchObject({
      tier: 't3',
      pin: { kind: 'signature', triesLeft: 5, least: 6, most: 16 },
    });
    await viewer.enter(login, secret);
    await viewer.reached('done');
    const statement = box.platform.statements[0]!;
    const { proof } = statement;
    if (proof?.kind !== 'signature-key') throw new Error('another proof');
    expect(Buffer.from(proof.certificate, 'base64url').toString('base64')).toBe(card.signature!.certificate);
    expect(signed(proof.certificate, loginMessage(statement), proof.signature)).toBe(true);
    const calls = printed.flatMap((spy) => spy.mock.calls);
    const told = JSON.stringify([
      viewer.page.notifications,
      viewer.page.answers,
      box.platform.requests,
      calls,
    ]);
    for (const encoding of ['latin1', 'hex', 'base64', 'base64url'] as const) {
      expect(told.includes(Buffer.from(secret).toString(encoding))).toBe(false);
    }
    vi.restoreAllMocks();
  });

  it('says so when the card has none', async () => {
    await viewer.asked(await holderCard('319440403', { signature: undefined }), 't3');
    await viewer.reached('refused card.signature-missing');
  });
});

describe('the tier of a login', () => {
  const strict = { resident: hana, services: ['health', 'town'] };
  beforeEach(() => {
    box.platform.decide = ({ tier }) => (tier === 't1' ? { refused: 'login.tier-too-low' } : strict);
  });
  afterEach(() => {
    box.platform.decide = () => ({ resident: hana, services: ['health', 'booking', 'notices'] });
  });
  const asksFor = async (service: 'health' | 'booking'): Promise<string[]> => {
    viewer.page.notifications.length = 0;
    box.reader.lay(card);
    const { login } = await viewer.page.call('login.start', { service });
    await until(() => viewer.last?.pin !== undefined || viewer.last?.phase === 'refused');
    const phases = viewer.page.phases();
    await viewer.page.call('login.cancel', { login });
    return phases;
  };

  it('is raised in the same login when the platform wants more than could be known', async () => {
    const phases = await asksFor('health');
    expect(phases).toEqual(['reading', 'proving', 'checking', 'reading', 'waiting-for-pin']);
    expect(box.platform.statements.map(({ tier }) => tier)).toEqual(['t1']);
  });

  it('is what the policy says, heard while the first card is read', async () => {
    box.platform.policy = { profile: 'statute', services: { health: 't2', booking: 't1' } };
    // Told twice: the tier rises while the card is read.
    expect(await asksFor('health')).toEqual(['reading', 'reading', 'waiting-for-pin']);
    expect(viewer.last).toMatchObject({ tier: 't2' });
    expect(box.platform.statements).toEqual([]);
    expect(await asksFor('health')).toEqual(['reading', 'waiting-for-pin']);
    expect(box.platform.requests.filter(({ path }) => path === '/identity/policy').length).toBeGreaterThan(1);
  });

  it('is not raised for a service that the person never applied for', async () => {
    box.platform.decide = () => ({ resident: hana, services: ['town'] });
    box.reader.lay(card);
    await viewer.page.call('login.start', { service: 'booking' });
    await viewer.reached('refused login.not-agreed');
  });

  it('that was asked for is not raised', async () => {
    box.reader.lay(card);
    await viewer.page.call('login.start', { service: 'health', tier: 't1' });
    await viewer.reached('refused login.tier-too-low');
  });
});

describe('the visit after a login with PIN', () => {
  it('is renewed at its tier without PIN, by the proof of possession and the name of that login', async () => {
    const own = new X509Certificate(Buffer.from(card.authentication!.certificate, 'base64'));
    const serial = own.serialNumber.toLowerCase();
    await box.control('residents.enrol', { subject: hana, issuerKey: 'aa', serial, birthDate: '190403' });
    box.platform.tokenSeconds = 91;
    await viewer.enter(await viewer.asked(card), '1234');
    await until(() => box.platform.statements.length >= 2);
    const [login, renewal] = box.platform.statements;
    expect(renewal).toMatchObject({
      tier: 't2',
      renews: login!.challenge,
      proof: { kind: 'surface-authentication' },
    });
    expect(viewer.verifies).toHaveLength(2);
    expect(viewer.verifies.filter((command) => command.endsWith('31323334'))).toHaveLength(1);
    box.platform.tokenSeconds = 600;
  });
});
