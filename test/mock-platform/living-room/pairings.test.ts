import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Pairings } from '../../../mock-platform/src/living-room/pairings.ts';
import type { Paired } from '../../../mock-platform/src/protocol/living-room.ts';

describe('pairings of the living room', () => {
  let folder: string;
  let agent: Server;
  let pairings: Pairings;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'chanoma-'));
    const control = join(folder, 'hana');
    agent = createServer((socket) => {
      socket.on('data', () => {
        const result = { code: 'a-code-that-is-used-once', expiresAt: new Date().toISOString() };
        socket.write(`${JSON.stringify({ jsonrpc: '2.0', id: 1, result })}\n`);
      });
    });
    await new Promise<void>((resolve) => agent.listen(control, resolve));
    pairings = new Pairings([{ household: 'hana', agentPort: 8081, reader: 'hana-reader', control }]);
  });
  afterEach(() => {
    agent.close();
    rmSync(folder, { recursive: true });
  });

  it('give every window a higher number than the one before it, and tell all windows', async () => {
    const heard: Paired[] = [];
    pairings.subscribe((paired) => heard.push(paired));
    const first = await pairings.open('hana');
    const second = await pairings.open('hana');
    expect(second.number).toBeGreaterThan(first.number);
    expect(heard.map(({ number }) => number)).toEqual([first.number, second.number]);
    expect(pairings.latest).toEqual([{ household: 'hana', number: second.number }]);
  });

  it('keep the code from the other windows', async () => {
    const heard: Paired[] = [];
    pairings.subscribe((paired) => heard.push(paired));
    const { code } = await pairings.open('hana');
    expect(JSON.stringify(heard)).not.toContain(code);
  });

  it('say that a box does not answer instead of waiting for it', async () => {
    agent.close();
    await expect(pairings.open('hana')).rejects.toMatchObject({ status: 503, code: 'box.unreachable' });
    expect(pairings.latest).toEqual([]);
  });

  it('know no other household', async () => {
    await expect(pairings.open('nobody')).rejects.toMatchObject({ code: 'household.unknown' });
  });
});
