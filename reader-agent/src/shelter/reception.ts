import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { Instant } from '../../../mock-platform/src/protocol/basics.ts';
import {
  type GuestEntry,
  ShelterBoard,
  ShelterResults,
} from '../../../mock-platform/src/protocol/shelter.ts';
import type { BoxKey } from '../box/box-key.ts';
import { EncryptedFile } from '../box/encrypted-file.ts';
import type { StorageHealth } from '../box/storage-health.ts';
import { readCard } from '../card/read.ts';
import type { BoxClock } from '../clock.ts';
import { codeOf } from '../failure.ts';
import { log } from '../log.ts';
import { base64url } from '../login/challenge.ts';
import type { BoxRequests } from '../platform/box-requests.ts';
import type { ReceptionEntry, ReceptionMode } from '../protocol/reception.ts';
import type { ReaderBackend } from '../readers/reader.ts';
import { EntryLog } from './entry-log.ts';

/** `typ` of a signed entry. */
export const entryType = 'chanoma-shelter+jwt';

const atOnce = 20;
const roundMs = 5_000;
const recentKept = 30;

export interface ReceptionParts {
  reader: Pick<ReaderBackend, 'connect' | 'on' | 'status'>;
  key: BoxKey;
  clock: BoxClock;
  requests: Pick<BoxRequests, 'json'>;
}

const KeptBoard = z.object({ content: ShelterBoard, asOf: Instant });
type KeptBoard = z.infer<typeof KeptBoard>;

/** An entry before it has an id and a time. */
type Said = {
  [K in GuestEntry['kind']]: Omit<Extract<GuestEntry, { kind: K }>, 'id' | 'at'>;
}[GuestEntry['kind']];

/**
 * The reception of a shelter: what happens there is signed and on the disk before the staff see it, and is sent until the
 * platform has it. Without network it goes on for as long as the disk has room.
 */
export class Reception {
  mode: ReceptionMode = { event: 'in', stay: 'night' };
  /** Why the last card could not be read. */
  fault: string | undefined;
  private readonly settled: ReceptionEntry[] = [];
  private timer: NodeJS.Timeout | undefined;
  private sending: Promise<void> | undefined;
  private reading: Promise<void> = Promise.resolve();
  private cardThere = false;
  private stopped = false;

  private constructor(
    private readonly parts: ReceptionParts,
    private readonly entries: EntryLog,
    private readonly boardFile: EncryptedFile,
    private kept: KeptBoard | undefined,
  ) {}

  static async open(folder: string, parts: ReceptionParts, health?: StorageHealth): Promise<Reception> {
    const entries = await EntryLog.open(join(folder, 'shelter'), parts.key, health);
    const file = new EncryptedFile(join(folder, 'shelter-board.enc'), parts.key, health);
    return new Reception(parts, entries, file, await file.read((value) => KeptBoard.parse(value)));
  }

  /** Begins to read cards and to send. */
  start(): void {
    this.parts.reader.on('changed', ({ card }) => {
      const laid = card && !this.cardThere;
      this.cardThere = card;
      if (laid) this.reading = this.reading.then(() => this.cardLaid());
    });
    this.timer = setInterval(() => void this.sync(), roundMs);
    this.timer.unref();
    void this.sync();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.reading;
    await this.sending;
  }

  get waiting(): number {
    return this.entries.waiting.length;
  }

  get board(): KeptBoard | undefined {
    return this.kept;
  }

  /** Newest first. */
  recent(): ReceptionEntry[] {
    const waiting = this.entries.waiting.map(
      ({ id, kind, at }): ReceptionEntry => ({ id, kind, at, state: 'waiting' }),
    );
    return [...waiting, ...this.settled]
      .sort((a, b) => Date.parse(b.at) - Date.parse(a.at))
      .slice(0, recentKept);
  }

  /**
   * Writes an entry down; when it resolves, it is on the disk. It goes to the platform by itself.
   * @throws AgentFailure `storage.full`, `storage.failed`
   */
  async note(said: Said): Promise<string> {
    const { key, clock } = this.parts;
    const entry = { ...said, id: randomUUID(), at: clock.instant() };
    const statement = await key.sign({ typ: entryType, kid: key.thumbprint }, entry);
    await this.entries.add({ id: entry.id, kind: entry.kind, at: entry.at, statement });
    void this.sync();
    return entry.id;
  }

  /** Sends what waits, and fetches who is there. Resolves when the platform had it or could not be reached. */
  sync(): Promise<void> {
    this.sending ??= this.send().finally(() => {
      this.sending = undefined;
    });
    return this.sending;
  }

  private async cardLaid(): Promise<void> {
    try {
      const connection = await this.parts.reader.connect();
      let certificate: Uint8Array;
      try {
        ({ certificate } = await readCard(connection));
      } finally {
        await connection.close();
      }
      await this.note({ kind: 'card', ...this.mode, certificate: base64url(certificate) });
      this.fault = undefined;
    } catch (error) {
      this.fault = codeOf(error, 'card.unreadable');
      log.warn('reception.card', { code: this.fault });
    }
  }

  private async send(): Promise<void> {
    try {
      while (!this.stopped) {
        const batch = this.entries.waiting.slice(0, atOnce);
        if (batch.length === 0) break;
        const body = { json: { statements: batch.map(({ statement }) => statement) } };
        const request = { method: 'POST', path: '/shelter/entries', body } as const;
        const { results, refused } = await this.parts.requests.json('town', request, (value) =>
          ShelterResults.parse(value),
        );
        const before = this.waiting;
        for (const entry of batch) {
          const result = results.find(({ id }) => id === entry.id);
          if (result) await this.end(entry, { state: 'settled', ...result });
        }
        for (const { index, code } of refused) {
          const entry = batch[index];
          if (entry === undefined) continue;
          log.error('reception.refused', { code });
          await this.end(entry, { state: 'refused', code });
        }
        // An answer that speaks of none of them would be asked for again and again.
        if (this.waiting >= before) break;
      }
      if (!this.stopped) await this.fetchBoard();
    } catch (error) {
      log.debug('reception.not-sent', { code: codeOf(error, 'failed') });
    }
  }

  private async end(
    { id, at, kind }: { id: string; at: string; kind: ReceptionEntry['kind'] },
    result: Partial<ReceptionEntry> & Pick<ReceptionEntry, 'state'>,
  ): Promise<void> {
    await this.entries.forget(id);
    this.settled.unshift({ ...result, id, at, kind });
    this.settled.length = Math.min(this.settled.length, recentKept);
  }

  private async fetchBoard(): Promise<void> {
    const request = { method: 'GET', path: '/shelter/board' } as const;
    const content = await this.parts.requests.json('town', request, (value) => ShelterBoard.parse(value));
    const changed = JSON.stringify(content) !== JSON.stringify(this.kept?.content);
    this.kept = { content, asOf: this.parts.clock.instant() };
    // For the day on which the machine starts without network.
    if (changed) await this.boardFile.write(this.kept).catch(() => {});
  }
}
