import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { browserMissing, openBrowser } from './browser.ts';
import { agentCommand, cardCommand } from './command-line.ts';
import { type House, openHouse } from './house.ts';
import { LivingRoom } from './living-room.ts';
import { OperatorStaff } from './operator-staff.ts';

describe.skipIf(browserMissing)('A house under the profile `statute` (needs chromium)', () => {
  let house: House;
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  let room: LivingRoom;

  beforeAll(async () => {
    house = await openHouse({ profile: 'statute' });
    browser = await openBrowser();
    room = await LivingRoom.enter(browser.context, house);
  });
  afterAll(async () => {
    await browser?.close();
    await house?.close();
  });
  afterEach(async () => {
    await room.putCardAway();
    await room.goHome();
  });

  const box = (household: string): [string, string] => [
    '--data',
    join(house.dataDirectory, 'boxes', household),
  ];

  describe('asks for four digits before it shows health', () => {
    it('says how many tries are left, waits for the card, and asks before the last try is used', async () => {
      await room.lay('はな');
      await room.choose(/^けんこう/);
      await room.see(/4けたの暗証番号[\s\S]*あと3かい/);
      await room.typePin('9999');
      await room.see(/番号がちがいました[\s\S]*あと2かい/);

      await room.press('1', '2');
      await room.takeCard();
      await room.see(/はなれました[\s\S]*もういちどおいて/);
      await room.lay('はな');
      await room.see(/2けたはいりました/);
      await room.typePin('43');
      await room.see(/あと1かいだけです/);
      expect(await room.focused()).toBe('やめる');
      await room.press('Enter');
      await room.see(/せってい/);
      expect(await room.screen()).not.toMatch(/はなさん/);
    });

    it('opens with the right PIN, typed with the keys on the screen, until the card goes', async () => {
      await room.lay('はな');
      await room.choose(/^けんこう/);
      await room.see(/あと1かいだけです/);
      await room.press('ArrowRight', 'Enter');
      await room.see(/さいごの1かい/);
      await room.pressPadKeys('ArrowRight', 'ArrowRight', 'ArrowDown ArrowLeft ArrowLeft');
      await room.see(/4けたはいりました/);
      expect(await room.focused()).toBe('けってい');
      await room.page.waitForTimeout(650);
      await room.press('Enter');
      await room.see(/けつあつ/);
      expect(await room.screen()).toMatch(/はなさん/);
      await room.takeCard();
      await room.seeNot(/はなさん|けつあつ/);
    });

    it('forgets what was typed for another card, and greets whose card it is', async () => {
      await room.lay('はな');
      await room.choose(/^けんこう/);
      await room.see(/あと3かい/);
      await room.press('1', '2');
      await room.lay('いさむ');
      await room.see(/べつのカード[\s\S]*まだはいっていません/);
      await room.typePin('1234');
      await room.see(/けつあつ/);
      expect(await room.screen()).toMatch(/いさむさん/);
    });

    it('has a plain sentence for a blocked PIN, and takes the next generation of cards', async () => {
      await room.switchTo('けんじさんの家');
      await room.lay('よしこ');
      await room.choose(/^けんこう/);
      await room.see(/番号がつかえなくなりました[\s\S]*役場/);
      await room.putCardAway();
      await room.goHome();
      await room.lay('みのる');
      await room.choose(/^よやく/);
      await room.see(/よやくする/);
      expect(await room.screen()).toMatch(/みのるさん/);
      await room.goHome();
      await room.choose(/^けんこう/);
      await room.see(/4けたの暗証番号/);
      await room.typePin('1234');
      await room.see(/みのるさん[\s\S]*(けつあつ|けんしん|ありません)/);
      await room.putCardAway();
      await room.switchTo('はなさんの家');
    });
  });

  describe('registers a card at the television that staff opened an application for', () => {
    const makoto = {
      name: '田中 まこと',
      address: 'ひより町新町8番地',
      birthDate: '1956-10-03',
      gender: '1',
    } as const;
    let application: string;

    beforeAll(async () => {
      ({ application } = await new OperatorStaff(house).open('hana', makoto));
    });

    const enrol = (id = application) => agentCommand('enrol', '--application', id, ...box('hana'));
    const typeBothPins = async (): Promise<void> => {
      await room.see(/文字と数字の暗証番号/);
      await room.pressPadKeys('ArrowRight', 'ArrowRight');
      await room.press('1', '2', '3');
      await room.see(/6けたはいりました/);
      await room.press(...Array(5).fill('ArrowDown'), 'ArrowRight', 'ArrowRight');
      expect(await room.focused()).toBe('けってい');
      await room.page.waitForTimeout(650);
      await room.press('Enter');
      await room.see(/4けたの暗証番号/);
      await room.typePin('1234');
    };

    it('refuses the card of somebody else, a card that cannot sign, and an application that staff took back', async () => {
      const withdrawn = await new OperatorStaff(house).open('hana', makoto);
      await new OperatorStaff(house).cancel(withdrawn.application);
      let said = enrol();
      await room.see(/とうろく/);
      await room.lay('はな');
      await typeBothPins();
      await room.see(/もうしこみとカードがちがいます[\s\S]*でんわ/);
      expect(await said).toMatchObject({ exit: 1, json: { verdict: 'refused', code: 'enrolment.facts' } });
      await room.press('Enter');
      await room.putCardAway();

      said = enrol();
      await room.see(/とうろく/);
      await room.lay('ゆい');
      await room.see(/署名のしょうめいがありません[\s\S]*でんわ/);
      expect(await said).toMatchObject({ exit: 1, json: { code: 'card.signature-missing' } });
      await room.press('Enter');
      await room.putCardAway();

      said = enrol(withdrawn.application);
      await room.see(/とうろく/);
      await room.lay('まこと');
      await room.see(/もうしこみがありません[\s\S]*でんわ/);
      expect(await said).toMatchObject({ exit: 1, json: { code: 'enrolment.application-unknown' } });
      await room.press('Enter');
    });

    it('takes both PINs in one tap, and the holder logs in there without one', async () => {
      const said = enrol();
      await room.see(/とうろく/);
      await room.lay('まこと');
      await typeBothPins();
      await room.see(/とうろくできました/);
      expect(await said).toMatchObject({ exit: 0, json: { verdict: 'done', code: null } });
      await room.press('Enter');
      await room.takeCard();
      await room.choose(/^よやく/);
      await room.see(/おいてください/);
      await room.lay('まこと');
      await room.see(/よやくする/);
      // By the town's own roll: it heard of the registration as he had agreed.
      expect(await room.screen()).toMatch(/まことさん/);
    });
  });

  it('is seen by the engineers’ commands, and its cards are moved by theirs', async () => {
    const { dataDirectory: data, port, address } = house;
    expect(await cardCommand('insert', 'isamu', '--reader', 'hana-reader', '--data', data)).toMatchObject({
      exit: 0,
    });
    const reader = ['--reader', 'simulated', '--reader-name', 'hana-reader'];
    const socket = ['--card-socket', readFileSync(join(data, 'cards/socket'), 'utf8')];
    const [readers, probe, doctor, login] = [
      await agentCommand('readers', ...box('hana')),
      await agentCommand('probe', ...reader, ...socket),
      await agentCommand(
        ...['doctor', ...box('hana'), ...reader, ...socket],
        ...['--platform', address, '--port', String(port + 1)],
      ),
      await agentCommand('login', '--service', 'booking', ...box('hana')),
    ];
    expect(readers).toMatchObject({
      exit: 0,
      json: { from: 'agent', readers: [{ name: 'hana-reader', card: 'present', chosen: true }] },
    });
    expect(probe).toMatchObject({
      exit: 0,
      json: { usable: true, kind: 'individual-number-card', triesLeft: { authentication: 3 } },
    });
    expect(doctor).toMatchObject({ exit: 0, json: { ok: true, agent: 'running' } });
    expect(login).toMatchObject({ exit: 0, json: { verdict: 'done' } });
    await room.see(/いさむさん/);
    expect(await cardCommand('remove', '--data', data)).toMatchObject({ exit: 0 });
    await room.seeNot(/いさむさん/);
  });
});
