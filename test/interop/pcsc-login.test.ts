import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type House, openHouse } from '../end-to-end/house.ts';
import { HouseVisitor } from './house-visitor.ts';
import { askAsOtherProgram, signWithoutPin } from './other-program.ts';
import { PrivatePcscd } from './pcscd.ts';
import { missing, titled } from './requirements.ts';

const lacking = missing('pcscd', 'folder /run/pcscd', 'vsmartcard-vpcd', 'nfc-pcsc (built)');
const wholeLogin = ['reading', 'proving', 'checking', 'done'];

describe.skipIf(lacking.length > 0)(
  titled('はな’s home with its reader behind pcscd, vpcd and nfc-pcsc', lacking),
  () => {
    let pcscd: PrivatePcscd;
    let house: House;
    let visitor: HouseVisitor;

    beforeAll(async () => {
      pcscd = await PrivatePcscd.open();
      house = await openHouse({
        reader: 'pcsc',
        vpcd: `127.0.0.1:${pcscd.port}`,
        environment: pcscd.environment,
      });
      visitor = await HouseVisitor.enter(house);
    });
    afterAll(async () => {
      visitor?.leave();
      await house?.close();
      await pcscd?.close();
    });

    const patience = { timeout: 20_000, interval: 200 };
    const reader = () => expect.poll(async () => (await visitor.state()).reader, patience);
    const session = () => expect.poll(async () => (await visitor.state()).session, patience);
    const healthz = () => expect.poll(() => visitor.healthz(), patience);
    const missingService = { state: 'missing', code: 'reader.service-missing', card: false };

    it('starts without pcscd and names what is missing', async () => {
      await reader().toEqual(missingService);
      await healthz().toEqual({
        status: 503,
        body: { status: 'degraded', codes: ['reader.service-missing'] },
      });
    });

    it('refuses to lay a card where no virtual reader listens, and shows none there', async () => {
      expect(await visitor.lay('hana')).toMatchObject({
        status: 409,
        body: { code: 'card.vpcd-unreachable' },
      });
      expect(await visitor.laid()).toBeNull();
    });

    it('is well as soon as pcscd is there', async () => {
      await pcscd.start();
      await reader().toEqual({ state: 'ready', card: false });
      await healthz().toMatchObject({ status: 200, body: { status: 'ok' } });
    });

    it('logs はな in by her card, without a PIN, and opens her health to her television', async () => {
      expect(await visitor.bloodPressures()).toMatchObject({ status: 401, body: { code: 'session.none' } });
      expect(await visitor.lay('hana')).toMatchObject({ status: 200 });
      expect(await visitor.laid()).toBe('hana');
      await reader().toEqual({ state: 'ready', card: true });
      expect(await visitor.login()).toEqual(wholeLogin);
      await session().toMatchObject({ callName: 'はな', tier: 't1' });
      const { status, body } = await visitor.bloodPressures();
      expect(status).toBe(200);
      expect(body.resourceType).toBe('Bundle');
      expect((body.entry as unknown[]).length).toBeGreaterThan(0);
    });

    it('ends her session when the card is taken, and her health with it', async () => {
      expect(await visitor.take()).toMatchObject({ status: 200 });
      await session().toBeNull();
      expect(visitor.television.of('session.changed').at(-1)).toEqual({
        session: null,
        reason: 'card-removed',
      });
      expect(await visitor.bloodPressures()).toMatchObject({ status: 401, body: { code: 'session.none' } });
    });

    it('logs her in by PIN: a wrong one costs a try, and nothing of the right one is left on the card', async () => {
      await reader().toEqual({ state: 'ready', card: false });
      await visitor.lay('hana');
      await reader().toEqual({ state: 'ready', card: true });
      const login = await visitor.startPinLogin();
      expect(await login.asked()).toMatchObject({ triesLeft: 3 });
      await login.give('9999');
      expect(await login.asked('pin.wrong')).toMatchObject({ triesLeft: 2 });
      await login.give('1234');
      await expect.poll(() => login.steps().at(-1), patience).toMatchObject({ phase: 'done', tier: 't2' });
      await session().toMatchObject({ callName: 'はな', tier: 't2' });

      const [triesLeft, signature] = ['63c3', '6982'];
      const askTries = ['00A4020C020018', '00200080'];
      const answers = await askAsOtherProgram(pcscd.environment, ...signWithoutPin, ...askTries);
      expect(answers).toEqual(['9000', '9000', signature, '9000', triesLeft]);
      await visitor.take();
      await session().toBeNull();
    });

    it('waits for the card, and refuses one whose certificate is revoked', async () => {
      await reader().toEqual({ state: 'ready', card: false });
      const login = visitor.login();
      await visitor.lay('fumi');
      const phases = await login;
      expect(phases[0]).toBe('waiting-for-card');
      expect(phases.at(-1)).toBe('refused certificate.revoked');
      expect((await visitor.state()).session).toBeNull();
      await visitor.take();
      await reader().toEqual({ state: 'ready', card: false });
    });

    it('ends her session before another’s begins when his card takes the place of hers', async () => {
      await visitor.lay('hana');
      await reader().toEqual({ state: 'ready', card: true });
      expect(await visitor.login()).toEqual(wholeLogin);
      await session().toMatchObject({ callName: 'はな' });
      await visitor.lay('isamu');
      expect((await visitor.login()).at(-1)).toBe('done');
      await session().toMatchObject({ callName: 'いさむ' });
      const sessions = visitor.television.of('session.changed') as { session: { callName: string } | null }[];
      expect(sessions.slice(-3).map(({ session }) => session?.callName)).toEqual([
        'はな',
        undefined,
        'いさむ',
      ]);
      await visitor.take();
      await reader().toEqual({ state: 'ready', card: false });
    });

    it('loses the session when pcscd is killed, and logs her in again when it is back', async () => {
      await visitor.lay('hana');
      await reader().toEqual({ state: 'ready', card: true });
      expect(await visitor.login()).toEqual(wholeLogin);
      await session().toMatchObject({ callName: 'はな' });

      await pcscd.kill();
      await reader().toEqual(missingService);
      await session().toBeNull();
      expect(visitor.television.of('reader.changed')).toContainEqual(missingService);
      await healthz().toMatchObject({ status: 503, body: { codes: ['reader.service-missing'] } });

      await pcscd.start();
      await reader().toEqual({ state: 'ready', card: true });
      expect(await visitor.login()).toEqual(wholeLogin);
      await session().toMatchObject({ callName: 'はな' });
    });

    it('takes it for a removed card when the cards’ process ends, and lays cards again when it is back', async () => {
      await house.kill('card');
      await reader().toEqual({ state: 'ready', card: false });
      await session().toBeNull();
      expect(await visitor.lay('hana')).toMatchObject({ status: 409, body: { code: 'card.process-gone' } });
      expect(await visitor.laid()).toBeNull();

      await house.restart('card');
      await expect.poll(() => visitor.lay('hana'), patience).toMatchObject({ status: 200 });
      await reader().toEqual({ state: 'ready', card: true });
      expect(await visitor.login()).toEqual(wholeLogin);
    });
  },
);
