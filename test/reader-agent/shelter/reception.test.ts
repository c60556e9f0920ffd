import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { compactVerify, importJWK } from 'jose';
import { afterAll, describe, expect, it } from 'vitest';
import type { GuestEntry, ShelterResults } from '../../../mock-platform/src/protocol/shelter.ts';
import type { BoxKey } from '../../../reader-agent/src/box/box-key.ts';
import { FileKeyStore } from '../../../reader-agent/src/box/file-key-store.ts';
import { BoxClock } from '../../../reader-agent/src/clock.ts';
import { AgentFailure } from '../../../reader-agent/src/failure.ts';
import { Reception, type ReceptionParts } from '../../../reader-agent/src/shelter/reception.ts';
import { FakeReader } from '../fake-reader.ts';

const root = mkdtempSync(join(tmpdir(), 'chanoma-reception-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const forEver = new Promise<never>(() => {});
const board = { shelter: { id: 'school', name: 'ひより小学校', capacity: 240 }, present: 0, households: [] };

/** Where the machine loses its power. */
type Crash = 'before-the-disk' | 'before-the-platform' | 'before-the-answer';

/** A platform that counts every entry it stores, and a machine that may die at any step. */
class Scene {
  readonly folder = mkdtempSync(join(root, 'box-'));
  /** Ids of the entries that it has, by the name that was written down. */
  readonly stored = new Map<string, Set<string>>();
  readonly statements: string[] = [];
  /** Entries that the staff were told are written down. */
  readonly promised: string[] = [];
  online = true;
  crash: Crash | undefined;
  reception!: Reception;

  constructor(readonly key: BoxKey) {}

  async open(): Promise<void> {
    this.crash = undefined;
    const key: BoxKey = {
      publicJwk: this.key.publicJwk,
      thumbprint: this.key.thumbprint,
      secret: (purpose) => this.key.secret(purpose),
      sign: async (header, payload) =>
        this.crash === 'before-the-disk' ? forEver : this.key.sign(header, payload),
    };
    this.reception = await Reception.open(this.folder, {
      reader: new FakeReader(),
      key,
      clock: new BoxClock(),
      requests: { json: (_service, request, parse) => this.answer(request).then(parse) },
    } satisfies ReceptionParts);
  }

  private async answer(request: { path: string; body?: unknown }): Promise<unknown> {
    if (!this.online) throw new AgentFailure('platform.unreachable');
    if (request.path === '/shelter/board') return board;
    if (this.crash === 'before-the-platform') return forEver;
    const { statements } = (request.body as { json: { statements: string[] } }).json;
    this.statements.push(...statements);
    const results: ShelterResults['results'] = statements.map((statement) => {
      const entry = JSON.parse(
        Buffer.from(statement.split('.')[1]!, 'base64url').toString(),
      ) as GuestEntry & { kind: 'named' };
      const { id, name } = entry;
      this.stored.set(name, (this.stored.get(name) ?? new Set()).add(id));
      return { id, outcome: 'in' };
    });
    if (this.crash === 'before-the-answer') return forEver;
    return { results, refused: [] };
  }

  async note(name: string): Promise<void> {
    const noted = this.reception.note({ kind: 'named', stay: 'night', name });
    // A dead machine tells nobody anything.
    if (this.crash === 'before-the-disk') return;
    this.promised.push(await noted);
  }
}

describe('the reception of a shelter', () => {
  it('loses no entry and doubles none, wherever the machine dies and whenever the network is gone', async () => {
    const key = await new FileKeyStore(join(root, 'key.json')).open();
    const step = fc.constantFrom(
      'note',
      'note',
      'send',
      'offline',
      'online',
      'before-the-disk',
      'before-the-platform',
      'before-the-answer',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
        const scene = new Scene(key);
        await scene.open();
        for (const [at, one] of steps.entries()) {
          if (one === 'note') await scene.note(`客 ${at}`);
          else if (one === 'send') await scene.reception.sync();
          else if (one === 'offline' || one === 'online') scene.online = one === 'online';
          else {
            scene.crash = one;
            await scene.note(`客 ${at}`);
            // So far everything got before the power went.
            await new Promise((done) => setTimeout(done, 3));
            await scene.open();
          }
        }
        scene.online = true;
        // What an earlier life had in flight is asked for again.
        for (let time = 0; time < 3; time += 1) await scene.reception.sync();
        expect(scene.reception.waiting).toBe(0);
        const ids = [...scene.stored.values()].flatMap((of) => [...of]);
        expect(ids).toEqual(expect.arrayContaining(scene.promised));
        expect(ids).toHaveLength(scene.stored.size);
        expect(readdirSync(join(scene.folder, 'shelter'))).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });

  it('signs what happened and keeps none of it readable on the disk', async () => {
    const scene = new Scene(await new FileKeyStore(join(root, 'key.json')).open());
    await scene.open();
    scene.online = false;
    await scene.note('旅の 人');
    expect(scene.reception.recent()).toMatchObject([{ kind: 'named', state: 'waiting' }]);
    const [file] = readdirSync(join(scene.folder, 'shelter')).filter((name) => name.endsWith('.entry'));
    const content = readFileSync(join(scene.folder, 'shelter', file!), 'latin1');
    expect(content).not.toContain('chanoma');
    expect(content).not.toContain('eyJ');
    await scene.reception.sync();
    scene.online = true;
    await scene.reception.sync();
    expect(scene.reception.recent()).toMatchObject([{ state: 'settled', outcome: 'in' }]);
    expect(scene.reception.board?.content).toEqual(board);
    const key = await importJWK({ ...scene.key.publicJwk }, 'ES256');
    const { payload, protectedHeader } = await compactVerify(scene.statements[0]!, key);
    expect(protectedHeader.typ).toBe('chanoma-shelter+jwt');
    expect(JSON.parse(new TextDecoder().decode(payload))).toMatchObject({ kind: 'named', name: '旅の 人' });
    // The next start without network still knows who was there.
    await scene.open();
    expect(scene.reception.board?.content).toEqual(board);
  });
});
