import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compactVerify, importJWK } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TownKey } from '../../mock-platform/src/protocol/boxes.ts';
import { OrderBoard } from '../../mock-platform/src/protocol/console.ts';
import { BoxSocket } from '../mock-platform/box-socket.ts';
import { type Answer, ask } from '../mock-platform/platform.ts';
import { hiyori, orderDraft } from '../mock-platform/two-towns.ts';

interface Started {
  process: ChildProcess;
  url: string;
  box: string;
  townKeys: TownKey[];
}

const program = new URL('./order-platform.ts', import.meta.url).pathname;

describe('An order whose platform is killed', () => {
  let directory: string;
  const running = new Set<ChildProcess>();
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'chanoma-kill-'));
  });
  afterEach(async () => {
    await Promise.all([...running].map(kill));
    rmSync(directory, { recursive: true, force: true });
  });

  const start = async (mode: 'send' | 'hold' | 'again', port = '0'): Promise<Started> => {
    const child = spawn(process.execPath, ['--import', 'tsx', program, directory, port, mode], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    running.add(child);
    const line = await new Promise<string>((done, fail) => {
      child.stdout.once('data', (data: Buffer) => done(String(data)));
      child.once('exit', () => fail(new Error('the platform ended')));
    });
    return { process: child, ...(JSON.parse(line) as Omit<Started, 'process'>) };
  };
  const kill = async (child: ChildProcess): Promise<void> => {
    running.delete(child);
    const ended = new Promise((done) => child.once('exit', done));
    if (child.kill('SIGKILL')) await ended;
  };
  const login = async (url: string): Promise<Record<string, string>> => {
    const answer = await ask(`${url}/console/towns/${hiyori}/session`, {
      body: { official: 'sato' },
      headers: { origin: url },
    });
    return { origin: url, cookie: String(answer.headers['set-cookie']).split(';')[0]! };
  };
  /** One official alone sends it, in an emergency. */
  const send = async (url: string, id: string): Promise<Answer> => {
    const headers = await login(url);
    const drafts = `${url}/console/towns/${hiyori}/drafts`;
    await ask(drafts, { body: { draft: orderDraft(id), submit: true }, headers });
    return ask(`${drafts}/${id}/override`, { body: { version: 1, reason: '二人目がいない' }, headers });
  };

  it('after it was sent, and before it reached a box, comes once when the platform is back', async () => {
    const first = await start('hold');
    const waiting = await BoxSocket.resumed(first.url, first.box);
    const id = randomUUID();
    expect((await send(first.url, id)).json()).toMatchObject({ state: 'released' });
    await waiting.settled();
    expect(waiting.messages).toEqual([]);
    await kill(first.process);

    const second = await start('again', new URL(first.url).port);
    // The official does not know whether it went out and presses the button again.
    expect((await send(second.url, id)).status).toBe(200);
    const box = await BoxSocket.resumed(second.url, first.box, 0);
    const { cursor, order } = await box.next('order');
    const key = await importJWK(first.townKeys[0]!.publicKey, 'ES256');
    expect(JSON.parse(Buffer.from((await compactVerify(order, key)).payload).toString())).toMatchObject({
      id,
    });
    await box.settled();
    expect(box.messages).toEqual([]);
    box.close();
    const again = await BoxSocket.resumed(second.url, first.box, cursor);
    await again.settled();
    expect(again.messages).toEqual([]);
    again.close();
  });

  it('before the box’s receipt was stored, takes the receipt later and counts it once', async () => {
    const first = await start('send');
    const box = await BoxSocket.resumed(first.url, first.box);
    const id = randomUUID();
    await send(first.url, id);
    const { cursor } = await box.next('order');
    const receipt = { id: randomUUID(), order: id, event: 'displayed', at: new Date().toISOString() };
    box.sendReceipts([receipt]);
    await kill(first.process);

    const second = await start('again', new URL(first.url).port);
    const back = await BoxSocket.resumed(second.url, first.box, cursor);
    back.sendReceipts([receipt]);
    expect((await back.next('stored')).ids).toEqual([receipt.id]);
    await back.settled();
    expect(back.messages).toEqual([]);
    const headers = await login(second.url);
    const board = OrderBoard.parse(
      (await ask(`${second.url}/console/towns/${hiyori}/orders/${id}`, { headers })).json(),
    );
    expect(board.order.counts).toMatchObject({ boxes: 1, displayed: 1 });
    back.close();
  });
});
