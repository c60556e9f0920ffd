import { createHash, verify, X509Certificate } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loginMessage } from '../../../mock-platform/src/protocol/identity.ts';
import { publicKeyOf, residentCard, testCard, transitCard } from '../../mock-platform/card/fixture.ts';
import { TestBox, until } from '../box.ts';
import { hana } from '../fake-platform.ts';

let box: TestBox;

beforeEach(async () => {
  box = await TestBox.start();
});
afterEach(() => box.stop());

/** Enrols はな with the card of the fixture. */
async function enrol(changes: Record<string, string> = {}): Promise<void> {
  const card = await testCard();
  const certificate = new X509Certificate(Buffer.from(card.authentication!.certificate, 'base64'));
  const issuer = new X509Certificate(Buffer.from(card.authentication!.issuer, 'base64'));
  const spki = issuer.publicKey.export({ type: 'spki', format: 'der' });
  await box.control('residents.enrol', {
    subject: hana,
    issuerKey: createHash('sha256').update(spki).digest('hex'),
    serial: certificate.serialNumber.toLowerCase(),
    birthDate: '190403',
    ...changes,
  });
}

describe('a login', () => {
  it('of a resident proves the card, opens a session by name and hides every token from the page', async () => {
    await enrol();
    const page = await box.open();
    const { login } = await page.call('login.start', { service: 'health' });
    await until(() => page.phases().includes('waiting-for-card'));
    const card = await testCard();
    box.reader.lay(card);
    await until(() => page.phases().includes('done'));
    expect(page.phases()).toEqual(['waiting-for-card', 'reading', 'proving', 'checking', 'done']);
    expect(page.of('login.changed').at(-1)).toEqual({
      login,
      service: 'health',
      tier: 't1',
      phase: 'done',
      callName: 'はな',
    });
    expect(page.of('session.changed').at(-1)).toMatchObject({
      session: { callName: 'はな', tier: 't1', services: ['health', 'booking', 'notices'] },
    });
    const statement = box.platform.statements[0]!;
    expect(statement).toMatchObject({
      box: box.platform.box,
      origin: box.origin,
      service: 'health',
      tier: 't1',
    });
    const signature = Buffer.from(statement.proof!.signature, 'base64url');
    expect(verify('sha256', loginMessage(statement), publicKeyOf(card.surface!.privateKey), signature)).toBe(
      true,
    );
    const told = JSON.stringify([page.notifications, page.answers]);
    expect(told).not.toContain(statement.certificate.slice(0, 40));
    expect(told).not.toMatch(/token/i);
  });

  it('sends nothing to a card that lies there before anybody asked', async () => {
    await box.open();
    box.reader.lay(await testCard());
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(box.reader.commands).toEqual([]);
  });

  it('uses a card that already lies there at once', async () => {
    await enrol();
    const page = await box.open();
    box.reader.lay(await testCard());
    await page.call('login.start', { service: 'booking' });
    await until(() => page.phases().includes('done'));
    expect(page.phases()[0]).toBe('reading');
  });

  it('of a card that was not enrolled here goes without proof, without birth date and without a name', async () => {
    box.platform.decide = () => ({ refused: 'login.other-household' });
    const page = await box.open();
    box.reader.lay(await testCard());
    await page.call('login.start', { service: 'health' });
    await until(() => page.phases().includes('refused login.other-household'));
    expect(box.platform.statements[0]!.proof).toBeUndefined();
    expect(box.reader.commands.some((command) => command.startsWith('0020'))).toBe(false);
    expect(JSON.stringify(page.notifications)).not.toContain('はな');
    expect(page.of('session.changed')).toEqual([]);
  });

  it.each([
    [residentCard, 'card.resident-card'],
    [transitCard, 'card.other'],
  ])('names a card of another kind and goes on when the right one is laid', async (wrong, code) => {
    await enrol();
    const page = await box.open();
    await page.call('login.start', { service: 'health' });
    box.reader.lay(wrong);
    await until(() => page.phases().includes(`waiting-for-card ${code}`));
    box.reader.take();
    box.reader.lay(await testCard());
    await until(() => page.phases().includes('done'));
  });

  it('asks for the card again, wherever it was snatched away, and then succeeds', async () => {
    await enrol();
    const page = await box.open();
    box.reader.lay(await testCard());
    await page.call('login.start', { service: 'health' });
    await until(() => page.phases().includes('done'));
    const commands = box.reader.commands.length;
    await page.call('session.end', { reason: 'viewer' });
    box.reader.take();
    for (let cut = 0; cut < commands; cut += 1) {
      page.notifications.length = 0;
      await page.call('login.start', { service: 'health' });
      box.reader.snatchAfter = cut;
      box.reader.lay(await testCard());
      await until(() => page.phases().includes('waiting-for-card card.removed'));
      box.reader.lay(await testCard());
      await until(() => page.phases().includes('done'));
      box.reader.take();
    }
  });

  it('never sends a refused birth date a second time, not even after a restart', async () => {
    await enrol({ birthDate: '190404' });
    const verifies = () => box.reader.commands.filter((command) => command.startsWith('00200080')).length;
    let page = await box.open();
    box.reader.lay(await testCard());
    await page.call('login.start', { service: 'health' });
    await until(() => page.phases().includes('refused card.birth-date-refused'));
    expect(verifies()).toBe(1);
    await box.restart();
    page = await box.open();
    box.reader.lay(await testCard());
    await page.call('login.start', { service: 'health' });
    await until(() => page.phases().includes('refused card.birth-date-refused'));
    expect(verifies()).toBe(0);
  });

  it('refuses a second login while one is under way and starts anew after cancelling', async () => {
    const page = await box.open();
    const { login } = await page.call('login.start', { service: 'health' });
    await expect(page.call('login.start', { service: 'booking' })).rejects.toThrow('login.busy');
    await page.call('login.cancel', { login });
    await until(() => page.phases().includes('cancelled'));
    await page.call('login.start', { service: 'booking' });
  });

  it('ends with the page: a card laid afterwards is not read', async () => {
    const page = await box.open();
    await page.call('login.start', { service: 'health' });
    page.socket.close();
    await until(() => page.closed !== undefined);
    const again = await box.open();
    expect(again.state.login).toBeNull();
    box.reader.lay(await testCard());
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(box.reader.commands).toEqual([]);
  });

  it('passes on the refusal of the platform, and says when the platform is away', async () => {
    await enrol();
    box.platform.decide = () => ({ refused: 'certificate.revoked' });
    const page = await box.open();
    box.reader.lay(await testCard());
    await page.call('login.start', { service: 'health' });
    await until(() => page.phases().includes('refused certificate.revoked'));
    await box.platform.down();
    await page.call('login.start', { service: 'health' });
    await until(() => page.phases().includes('refused platform.unreachable'));
  });

  it('greets by name whose card cannot be proven here, and says why it is refused', async () => {
    box.platform.decide = () => ({ refused: 'login.proof-missing', resident: hana });
    const page = await box.open();
    box.reader.lay(await testCard());
    await page.call('login.start', { service: 'health' });
    await until(() => page.phases().includes('refused login.proof-missing'));
    expect(page.of('login.changed').at(-1)).toMatchObject({ callName: 'はな' });
  });

  it('opens no session when the card goes while the platform checks', async () => {
    await enrol();
    let go = () => {};
    box.platform.slowLogin = new Promise((resolve) => {
      go = resolve;
    });
    const page = await box.open();
    box.reader.lay(await testCard());
    await page.call('login.start', { service: 'health' });
    await until(() => page.phases().includes('checking'));
    box.reader.take();
    await until(() => page.phases().includes('waiting-for-card card.removed'));
    go();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(page.of('session.changed')).toEqual([]);
  });

  it('is refused on a box without registration', async () => {
    const bare = await TestBox.start({ registered: false });
    const page = await bare.open();
    expect(page.state.registered).toBe(false);
    await expect(page.call('login.start', { service: 'health' })).rejects.toThrow('box.unregistered');
    await bare.stop();
  });
});

describe('a session', () => {
  async function signedIn() {
    await enrol();
    const page = await box.open();
    box.reader.lay(await testCard());
    await page.call('login.start', { service: 'health' });
    await until(() => page.phases().includes('done'));
    return page;
  }

  it.each([
    ['the card is taken', () => box.reader.take()],
    ['the reader is pulled', () => box.reader.unplug()],
  ])('ends when %s', async (_name, act) => {
    const page = await signedIn();
    act();
    await until(() => page.of('session.changed').some(({ reason }) => reason === 'card-removed'));
    expect(page.of('session.changed').at(-1)).toEqual({ session: null, reason: 'card-removed' });
    expect((await box.open()).state.session).toBeNull();
  });

  it('ends when the viewer says so, and survives a reload of the page', async () => {
    await signedIn();
    const page = await box.open();
    expect(page.state.session).toMatchObject({ callName: 'はな' });
    await page.call('session.end', { reason: 'viewer' });
    await until(() => page.of('session.changed').some(({ reason }) => reason === 'viewer'));
  });

  it('is renewed by a fresh challenge and proof before its tokens expire', async () => {
    box.platform.tokenSeconds = 91;
    const page = await signedIn();
    await until(() => box.platform.statements.length >= 2);
    const [first, second] = box.platform.statements;
    expect(second!.nonce).not.toBe(first!.nonce);
    expect(second!.proof).toBeDefined();
    expect(page.of('session.changed')).toHaveLength(1);
  });

  it('ends when its renewal is refused', async () => {
    box.platform.tokenSeconds = 91;
    const page = await signedIn();
    box.platform.decide = () => ({ refused: 'certificate.revoked' });
    await until(() => page.of('session.changed').some(({ reason }) => reason === 'expired'));
  });
});
