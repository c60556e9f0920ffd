import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { TestBox, until } from '../reader-agent/box.ts';
import { anOrder, hana, registrationCode } from '../reader-agent/fake-platform.ts';
import { killWhileWriting } from './kill-while-writing.ts';

const stateFiles = ['box-key.json', 'registration.json', 'household.enc', 'orders.enc', 'pairing.json'];
const damages: [string, (content: Buffer) => Buffer][] = [
  ['empty', () => Buffer.alloc(0)],
  ['cut short', (content) => content.subarray(0, content.length / 2)],
  ['full of zeros', (content) => Buffer.alloc(content.length)],
];

describe('After a power cut', () => {
  let box: TestBox | undefined;
  afterEach(() => box?.stop());

  /** A registered, paired box that has shown an order. */
  async function livedIn(): Promise<[TestBox, order: string]> {
    box = await TestBox.start();
    const page = await box.open();
    const order = anOrder();
    await box.platform.issue(order);
    await until(() => page.of('orders.changed').length > 0);
    await page.call('orders.displayed', { order: order.id, at: new Date().toISOString() });
    await until(() => box?.platform.receipts.length === 2);
    return [box, order.id];
  }
  const inData = (of: TestBox, name: string) => join(of.folder, 'data', name);

  it('that leaves every newest file damaged, a box is who it was and shows what it showed', async () => {
    const [lived, order] = await livedIn();
    const { thumbprint } = await keyOf(lived);
    for (const [name, damage] of damages) {
      await lived.agent.stop();
      for (const file of stateFiles) {
        writeFileSync(inData(lived, file), damage(readFileSync(inData(lived, file))));
        writeFileSync(inData(lived, `.${file}.0a1b2c3d.unfinished`), 'half of a wr');
      }
      await lived.startAgent();
      const status = await lived.control('status');
      expect([name, status.registered, status.storage]).toEqual([name, true, 'good']);
      expect([...(status.damagedFiles as string[])].sort()).toEqual([...stateFiles].sort());
      expect((await keyOf(lived)).thumbprint).toBe(thumbprint);
      await lived.pair();
      const page = await lived.open();
      await until(() => page.state.orders.length > 0 || page.of('orders.changed').length > 0);
      const { orders } = await page.hello();
      expect(orders.map((shown) => shown.order.id)).toEqual([order]);
      expect(orders[0]?.residents.map(({ callName }) => callName)).toEqual(['はな', 'いさむ']);
      expect(readdirSync(join(lived.folder, 'data')).filter((file) => file.includes('unfinished'))).toEqual(
        [],
      );
    }
  });

  it('that leaves both copies of everything damaged, a box starts and says that it is new', async () => {
    const [lived] = await livedIn();
    await lived.agent.stop();
    for (const file of stateFiles.flatMap((name) => [name, `${name}.previous`])) {
      writeFileSync(inData(lived, file), '{}');
    }
    await lived.startAgent();
    expect(await lived.control('status')).toMatchObject({ registered: false, box: null });
    await lived.pair();
    expect((await lived.open()).state).toMatchObject({ registered: false, orders: [] });
    await lived.restart();
    expect(await lived.control('status')).toMatchObject({ registered: false, damagedFiles: [] });
    expect(await lived.control('box.register', { code: registrationCode })).toMatchObject({
      box: lived.platform.box,
    });
  });

  it('what was said to be safe is there, wherever in a write the process was killed', async () => {
    await killWhileWriting(4);
  });
});

/** Whether this process may mount a disk of its own. */
function mountable(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'chanoma-mount-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder], { stdio: 'ignore' });
    execFileSync('umount', [folder]);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe.skipIf(!mountable())('A full disk (needs leave to mount one)', () => {
  const mounted: [TestBox, string][] = [];
  afterEach(async () => {
    for (const [box, data] of mounted.splice(0)) {
      await box.agent.stop();
      execFileSync('umount', ['-l', data]);
      await box.stop();
    }
  });

  /** The box goes on with its data on a small disk of its own. */
  async function onSmallDisk(registered: boolean) {
    const box = await TestBox.start({ registered });
    await box.agent.stop();
    const data = join(box.folder, 'data');
    cpSync(data, `${data}-kept`, { recursive: true });
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=400k,mode=700', 'tmpfs', data]);
    mounted.push([box, data]);
    cpSync(`${data}-kept`, data, { recursive: true });
    await box.startAgent();
    const filler = join(data, 'filler');
    return {
      box,
      fill() {
        mkdirSync(filler);
        for (let part = 0; part < 200; part += 1) {
          try {
            writeFileSync(join(filler, String(part)), Buffer.alloc(part < 100 ? 4096 : 512));
          } catch {
            return;
          }
        }
      },
      free: () => rmSync(filler, { recursive: true }),
    };
  }

  it('shows orders, takes answers, says so, and sends receipts once there is room', async () => {
    const { box, fill, free } = await onSmallDisk(true);
    const page = await box.open();
    await until(() => box.platform.connectedBoxes === 1);
    fill();
    // A few orders still fit into what their own replacement frees.
    let order = anOrder();
    while ((await page.hello()).storage === undefined) {
      order = anOrder();
      await box.platform.issue(order);
      const { id } = order;
      await until(() => JSON.stringify(page.of('orders.changed')).includes(id));
    }
    await page.call('orders.answer', { order: order.id, answer: 'help', residents: [hana] });
    expect(box.platform.answers).toMatchObject([{ order: order.id, answer: 'help' }]);
    expect((await page.hello()).storage).toBe('storage.full');
    expect(await box.control('status')).toMatchObject({ storage: 'storage.full', platform: 'online' });
    const received = () => box.platform.receipts.some((receipt) => receipt.order === order.id);
    expect(received()).toBe(false);
    // A new browser can still be paired.
    await box.pair();
    const next = await box.open();
    await box.platform.down();
    await until(() => next.of('platform.changed').some(({ platform }) => platform === 'offline'));
    const answer = { order: order.id, answer: 'evacuating', residents: [hana] };
    expect((await next.ask('orders.answer', answer)).error?.data.code).toBe('storage.full');
    await box.platform.up();
    free();
    await until(received);
    expect(box.platform.faults).toEqual([]);
    expect((await next.hello()).storage).toBeUndefined();
  });

  it('is found out before a registration code is used', async () => {
    const { box, fill, free } = await onSmallDisk(false);
    fill();
    await expect(box.control('box.register', { code: registrationCode })).rejects.toThrow('storage.full');
    expect(box.platform.requests.filter(({ path }) => path === '/boxes/registrations')).toEqual([]);
    free();
    await box.control('box.register', { code: registrationCode });
  });
});

const keyOf = async (box: TestBox): Promise<{ thumbprint: string }> => {
  const { FileKeyStore } = await import('../../reader-agent/src/box/file-key-store.ts');
  return new FileKeyStore(join(box.folder, 'data', 'box-key.json')).open();
};
