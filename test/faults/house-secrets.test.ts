import { X509Certificate } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { CardFile } from '../../mock-platform/src/protocol/card-reader.ts';
import { type House, openHouse } from '../end-to-end/house.ts';
import { HouseVisitor } from '../interop/house-visitor.ts';
import { orderDraft } from '../mock-platform/two-towns.ts';
import { until } from '../reader-agent/box.ts';

const town = '/console/towns/990019';

describe('What the house keeps and says', () => {
  let house: House;
  /** The engineers' strip, as every living-room page gets it. */
  const strip: string[] = [];
  let socket: WebSocket;

  beforeAll(async () => {
    house = await openHouse();
    socket = new WebSocket(`${house.address.replace('http', 'ws')}/living-room/trace`);
    socket.on('message', (data) => strip.push(String(data)));
    await new Promise((done) => socket.once('open', done));

    // A day in the house: logins that succeed and fail, health data, an order and its answer, nonsense.
    const visitor = await HouseVisitor.enter(house);
    await visitor.lay('hana');
    expect(await visitor.login()).toContain('done');
    expect((await visitor.bloodPressures()).status).toBe(200);
    const headers = { 'content-type': 'application/json', origin: house.address };
    const login = await fetch(`${house.address}${town}/session`, {
      method: 'POST',
      headers,
      body: '{"official":"sato"}',
    });
    const cookie = login.headers.get('set-cookie')?.split(';')[0] ?? '';
    const order = orderDraft('11111111-1111-4111-8111-111111111111');
    const send = (path: string, body: object) =>
      fetch(`${house.address}${town}/drafts${path}`, {
        method: 'POST',
        headers: { ...headers, cookie },
        body: JSON.stringify(body),
      });
    await send('', { draft: order, submit: true });
    const alone = { version: 1, reason: '二人目がいない' };
    expect((await send(`/${order.id}/override`, alone)).status).toBe(200);
    await until(() => visitor.television.of('orders.changed').length > 0);
    const { orders } = await visitor.state();
    await visitor.television.call('orders.displayed', { order: order.id, at: new Date().toISOString() });
    await visitor.television.call('orders.answer', {
      order: order.id,
      answer: 'help',
      residents: [orders[0]!.residents[0]!.subject],
    });
    for (const card of ['fumi', 'kenji', 'makoto', 'transit']) {
      await visitor.take();
      await visitor.lay(card);
      if (card !== 'transit') expect((await visitor.login()).at(-1)).toMatch(/^refused /);
    }
    await fetch(`${house.address}/%zz`);
    await fetch(`${house.address}${town}/session`, {
      method: 'POST',
      headers,
      body: '{"official":"\\u0000"}',
    });
    visitor.leave();
    await until(() => strip.some((line) => line.includes('receipt displayed')));
  });
  afterAll(async () => {
    socket?.terminate();
    await house?.close();
  });

  const cards = () =>
    readdirSync(join(house.dataDirectory, 'cards'))
      .filter((name) => name.endsWith('.json'))
      .map((name) =>
        CardFile.parse(JSON.parse(readFileSync(join(house.dataDirectory, 'cards', name), 'utf8'))),
      );

  /** What must never be said, each with its name. */
  const secrets = (): [string, RegExp][] => {
    const found: [string, RegExp][] = [
      ['a family name', /若葉|佐藤|高橋|田中 まこと/],
      ['a first name', /はな(?!れ)|いさむ|ふみ|けんじ|よしこ|さちこ|まこと/],
      ['a token or signed message', /eyJ[A-Za-z0-9_-]{10,}/],
      ['a cookie', /chanoma-(?:console|tv)/],
      ['a measurement', /valueQuantity|mm\[?Hg/],
      ['the signature PIN', /ABC123/],
    ];
    for (const { name, authentication, signature, surface } of cards()) {
      for (const key of [authentication, signature]) {
        if (key === undefined) continue;
        const { serialNumber } = new X509Certificate(Buffer.from(key.certificate, 'base64'));
        found.push([`a serial of ${name}`, new RegExp(serialNumber.replace(/^0+/, ''), 'i')]);
        found.push([
          `a certificate of ${name}`,
          new RegExp(key.certificate.slice(40, 80).replaceAll('+', '\\+')),
        ]);
      }
      if (surface !== undefined) {
        found.push([`the birth date of ${name}`, new RegExp(`(?<![\\d.:-])${surface.birthDate}(?!\\d)`)]);
      }
    }
    return found;
  };

  it('has no name, serial, token, birth date or measurement in any log', () => {
    const logs = house.logs();
    expect(secrets().filter(([, secret]) => secret.test(logs))).toEqual([]);
  });

  it('has none in the engineers’ strip either', () => {
    const steps = strip.filter((line) => line.includes('"type":"trace"'));
    expect(steps.length).toBeGreaterThan(10);
    const said = steps.join('\n');
    expect(secrets().filter(([, secret]) => secret.test(said))).toEqual([]);
  });

  it('can be opened by its owner only: data, keys, cards and sockets', () => {
    const open: string[] = [];
    /** Everything that another user of this machine could reach. */
    const look = (path: string): void => {
      const { mode } = lstatSync(path);
      if ((mode & 0o077) === 0) return;
      if (!lstatSync(path).isDirectory()) open.push(path);
      else for (const name of readdirSync(path)) look(join(path, name));
    };
    const { dataDirectory } = house;
    for (const folder of [dataDirectory, dirname(house.cardSocket)]) {
      expect([folder, (lstatSync(folder).mode & 0o777).toString(8)]).toEqual([folder, '700']);
      for (const name of readdirSync(folder)) look(join(folder, name));
    }
    // Inside a folder that only the owner enters these say nothing; all else is closed by itself as well.
    const harmless = new Set([join(dirname(house.cardSocket), 'trace')]);
    expect(open.filter((path) => !harmless.has(path))).toEqual([]);
  });
});
