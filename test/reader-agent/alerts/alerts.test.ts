import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ShownOrder } from '../../../reader-agent/src/protocol/local.ts';
import { testCard } from '../../mock-platform/card/fixture.ts';
import { TestBox, until } from '../box.ts';
import { anOrder, hana, isamu, signed, townKey } from '../fake-platform.ts';

let box: TestBox;

beforeEach(async () => {
  box = await TestBox.start();
});
afterEach(() => box.stop());

const receipts = (order: string) =>
  box.platform.receipts.filter((one) => one.order === order).map(({ event, code }) => code ?? event);

describe('an order', () => {
  it('of the town reaches the page with the names of the household and is receipted', async () => {
    const page = await box.open();
    const order = anOrder();
    await box.platform.issue(order);
    const [shown] = await until(() => page.of('orders.changed').at(-1)?.orders as ShownOrder[] | undefined);
    expect(shown).toEqual({
      order,
      residents: [
        { subject: hana, callName: 'はな', answer: null },
        { subject: isamu, callName: 'いさむ', answer: null },
      ],
      displayed: false,
      cancelledAt: null,
    });
    await until(() => receipts(order.id).includes('received'));
    await page.call('orders.displayed', { order: order.id, at: new Date().toISOString() });
    await page.call('orders.displayed', { order: order.id, at: new Date().toISOString() });
    await until(() => receipts(order.id).includes('displayed'));
    expect(receipts(order.id)).toEqual(['received', 'displayed']);
  });

  it('that does not verify is reported with its code and never shown', async () => {
    const page = await box.open();
    const { key } = box.platform;
    const foreign = await townKey();
    const bad = {
      foreign: anOrder(),
      borrowed: anOrder(),
      otherTown: anOrder({ municipality: '990027' }),
      broken: anOrder(),
      changed: anOrder(),
      wrongType: anOrder(),
      wrongSchema: { ...anOrder(), level: 2 },
      extraField: { ...anOrder(), note: 'x' },
      hmac: anOrder(),
    };
    box.platform.send(await signed(foreign, bad.foreign));
    box.platform.send(await signed(foreign, bad.borrowed, { kid: key.kid }));
    box.platform.send(await signed(key, bad.otherTown));
    box.platform.send((await signed(key, bad.broken)).replace(/\.[^.]*$/, '.AAAA'));
    const [header, , signature] = (await signed(key, anOrder())).split('.');
    const payload = Buffer.from(JSON.stringify(bad.changed)).toString('base64url');
    box.platform.send(`${header}.${payload}.${signature}`);
    box.platform.send(await signed(key, bad.wrongType, { typ: 'JWT' }));
    box.platform.send(await signed(key, bad.wrongSchema));
    box.platform.send(await signed(key, bad.extraField));
    box.platform.send(
      await new SignJWT({ ...bad.hmac })
        .setProtectedHeader({ alg: 'HS256', typ: 'chanoma-order+jwt', kid: key.kid })
        .sign(Buffer.from(JSON.stringify(key.publicKey))),
    );
    box.platform.send('');
    box.platform.send('not.a.jws');
    const good = anOrder();
    await box.platform.issue(good);
    await until(() => receipts(good.id).includes('received'));
    expect(Object.fromEntries(Object.entries(bad).map(([name, { id }]) => [name, receipts(id)]))).toEqual({
      foreign: ['order.key-unknown'],
      borrowed: ['order.signature'],
      otherTown: ['order.municipality'],
      broken: ['order.signature'],
      changed: ['order.signature'],
      wrongType: ['order.malformed'],
      wrongSchema: ['order.malformed'],
      extraField: ['order.malformed'],
      hmac: ['order.signature'],
    });
    const told = page.of('orders.changed').flatMap(({ orders }) => orders as ShownOrder[]);
    expect(new Set(told.map(({ order }) => order.id))).toEqual(new Set([good.id]));
  });

  it('is still shown after a forged one with its id was refused', async () => {
    const order = anOrder();
    box.platform.send(await signed(await townKey(), order));
    await box.platform.issue(order);
    await until(() => receipts(order.id).includes('received'));
    expect((await box.open()).state.orders.map((one) => one.order.id)).toEqual([order.id]);
  });

  it('is shown although the names are unknown', async () => {
    const bare = await TestBox.start({ registered: false });
    bare.platform.residents = [];
    await bare.control('box.register', { code: '12345678' });
    const page = await bare.open();
    await until(() => bare.platform.resumes.length > 0);
    await bare.platform.issue(anOrder());
    const shown = await until(
      () => (page.of('orders.changed').at(-1)?.orders as ShownOrder[] | undefined)?.[0],
    );
    expect(shown.residents).toEqual([]);
    await bare.stop();
  });

  it('survives a restart of the agent, is fetched no second time and is known as displayed', async () => {
    const order = anOrder();
    await box.platform.issue(order);
    await until(() => receipts(order.id).includes('received'));
    const page = await box.open();
    await page.call('orders.displayed', { order: order.id, at: new Date().toISOString() });
    // What a crash in the middle of a write leaves behind.
    writeFileSync(join(box.folder, 'data', '.orders.enc.0a1b2c3d.unfinished'), 'torn');
    await box.restart();
    const again = await box.open();
    expect(again.state.orders).toMatchObject([{ order: { id: order.id }, displayed: true }]);
    await until(() => box.platform.resumes.length >= 2);
    expect(box.platform.resumes.at(-1)).toBe(1);
    expect(readdirSync(join(box.folder, 'data')).filter((name) => name.includes('unfinished'))).toEqual([]);
  });

  it('is asked for again when the stored ones cannot be read', async () => {
    const order = anOrder();
    await box.platform.issue(order);
    await until(() => receipts(order.id).includes('received'));
    const path = join(box.folder, 'data', 'orders.enc');
    await box.agent.stop();
    const content = readFileSync(path);
    content[20] = content[20]! ^ 1;
    writeFileSync(path, content);
    await box.restart();
    await until(() => box.platform.resumes.at(-1) === 0);
    const page = await box.open();
    await until(() => page.state.orders.length === 1 || page.of('orders.changed').length > 0);
    expect((await page.hello()).orders.map((one) => one.order.id)).toEqual([order.id]);
  });

  it('keeps its receipts while the platform is away and sends them once it is back', async () => {
    const order = anOrder();
    await box.platform.issue(order);
    const page = await box.open();
    await until(() => receipts(order.id).includes('received'));
    await box.platform.down();
    await until(() => page.of('platform.changed').some(({ platform }) => platform === 'offline'));
    await page.call('orders.displayed', { order: order.id, at: new Date().toISOString() });
    await page.call('orders.answer', { order: order.id, answer: 'help', residents: [hana] });
    await box.restart();
    await box.platform.up();
    await until(() => box.platform.answers.length > 0, 20_000);
    expect(receipts(order.id)).toEqual(['received', 'displayed']);
    expect(box.platform.answers).toMatchObject([{ order: order.id, answer: 'help', residents: [hana] }]);
    // What was written without a connection carries the signature of the box, everything else the connection's MAC.
    const [received, displayed] = box.platform.receipts;
    expect(box.platform.signedReceipts).toEqual([displayed?.id]);
    expect(received?.event).toBe('received');
    expect(box.platform.faults).toEqual([]);
  });

  it('is receipted on every connection under a MAC of its own, numbered anew', async () => {
    const page = await box.open();
    for (let connection = 0; connection < 2; connection += 1) {
      const orders = [anOrder(), anOrder(), anOrder()];
      for (const order of orders) await box.platform.issue(order);
      await until(() => orders.every(({ id }) => receipts(id).includes('received')));
      await box.platform.down();
      await until(() => page.of('platform.changed').at(-1)?.platform === 'offline');
      await box.platform.up();
      await until(() => page.of('platform.changed').at(-1)?.platform === 'online', 20_000);
    }
    expect(box.platform.signedReceipts).toEqual([]);
    expect(box.platform.faults).toEqual([]);
  });

  it('receives confirmation once: what is stored is never sent again, what is not is sent under the same id', async () => {
    box.platform.confirms = false;
    const order = anOrder();
    await box.platform.issue(order);
    await until(() => box.platform.receipts.length === 1);
    box.platform.confirms = true;
    await box.restart();
    await until(() => box.platform.receipts.length === 2);
    expect(new Set(box.platform.receipts.map(({ id }) => id)).size).toBe(1);
    const page = await box.open();
    await page.call('orders.displayed', { order: order.id, at: new Date().toISOString() });
    await until(() => box.platform.receipts.length === 3);
    await box.restart();
    const connected = box.platform.resumes.length;
    await until(() => box.platform.resumes.length > connected - 1 && box.platform.connectedBoxes === 1);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(box.platform.receipts.filter(({ event }) => event === 'received')).toHaveLength(2);
  });
});

describe('an answer', () => {
  it('is signed by the box, says what it proves, and is on the page at once', async () => {
    const page = await box.open();
    const order = anOrder();
    await box.platform.issue(order);
    await until(() => page.of('orders.changed').length > 0);
    const shown = await page.call('orders.answer', {
      order: order.id,
      answer: 'evacuating',
      residents: [hana, isamu],
    });
    expect(shown.residents.map(({ answer }) => answer)).toEqual(['evacuating', 'evacuating']);
    await until(() => box.platform.answers.length === 1);
    expect(box.platform.answers[0]).toMatchObject({
      order: order.id,
      answer: 'evacuating',
      residents: [hana, isamu],
      tier: 't0',
    });
  });

  it('carries the tier of the card for its holder only; who has answered may say at every level that they are safe', async () => {
    const page = await box.open();
    const order = anOrder();
    await box.platform.issue(order);
    await until(() => page.of('orders.changed').length > 0);
    const give = (answer: 'help' | 'safe', residents: string[]) =>
      page.call('orders.answer', { order: order.id, answer, residents });
    await give('help', [hana]);
    box.platform.decide = () => ({ resident: hana, services: ['town'] });
    box.reader.lay(await testCard());
    await page.call('login.start', { service: 'town', tier: 't1' });
    const opened = await until(() => page.of('session.changed').at(-1)?.session as { resident?: string });
    expect(opened.resident).toBe(hana);
    await give('help', [hana, isamu]);
    await give('safe', [hana]);
    await until(() => box.platform.answers.length === 4);
    const said = box.platform.answers.map(({ answer, residents, tier }) => [answer, ...residents, tier]);
    expect(said).toEqual([
      ['help', hana, 't0'],
      ['help', hana, 't1'],
      ['help', isamu, 't0'],
      ['safe', hana, 't1'],
    ]);
  });

  it('must belong to the level, to an order in force and to this household', async () => {
    const page = await box.open();
    const order = anOrder({ level: 5 });
    await box.platform.issue(order);
    await until(() => page.of('orders.changed').length > 0);
    const ask = (answer: string, residents: string[], id = order.id) =>
      page.ask('orders.answer', { order: id, answer, residents }).then(({ error }) => error?.data);
    expect(await ask('evacuating', [hana])).toEqual({ code: 'order.answer', path: '/params/answer' });
    expect(await ask('safe', [hana, 'subject-of-someone-x'])).toEqual({
      code: 'request.malformed',
      path: '/params/residents/1',
    });
    expect(await ask('safe', [])).toEqual({ code: 'request.malformed', path: '/params/residents' });
    expect(await ask('safe', [hana], box.platform.box)).toEqual({
      code: 'order.unknown',
      path: '/params/order',
    });
    await box.platform.issue(anOrder({ action: 'cancel', references: [order.id], level: 5 }));
    await until(() => (page.of('orders.changed').at(-1)!.orders as unknown[]).length === 0);
    expect(await ask('safe', [hana])).toEqual({ code: 'order.unknown', path: '/params/order' });
    expect(box.platform.answers).toEqual([]);
  });
});
