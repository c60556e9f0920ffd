import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { Instant, Uuid } from '../../../mock-platform/src/protocol/basics.ts';
import type { BoxKey } from '../box/box-key.ts';
import { EncryptedFile } from '../box/encrypted-file.ts';
import type { StorageHealth } from '../box/storage-health.ts';

const WaitingEntry = z.object({
  id: Uuid,
  kind: z.enum(['card', 'named', 'left']),
  at: Instant,
  /** Signed by the box key. */
  statement: z.string(),
});
export type WaitingEntry = z.infer<typeof WaitingEntry>;

const ending = '.entry';

/**
 * Entries that the platform does not have yet, each in a file of its own that only this box can read: a day without network
 * may bring thousands, and none may wait until all the others have been written once more.
 */
export class EntryLog {
  private constructor(
    private readonly folder: string,
    private readonly key: BoxKey,
    private readonly health: StorageHealth | undefined,
    private readonly entries: Map<string, WaitingEntry>,
  ) {}

  static async open(folder: string, key: BoxKey, health?: StorageHealth): Promise<EntryLog> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const found: WaitingEntry[] = [];
    for (const name of await readdir(folder)) {
      if (!name.endsWith(ending)) continue;
      const file = new EncryptedFile(join(folder, name), key, health);
      const entry = await file.read((value) => WaitingEntry.parse(value));
      if (entry !== undefined) found.push(entry);
    }
    found.sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || (a.id < b.id ? -1 : 1));
    return new EntryLog(folder, key, health, new Map(found.map((entry) => [entry.id, entry])));
  }

  /** Oldest first. */
  get waiting(): readonly WaitingEntry[] {
    return [...this.entries.values()];
  }

  /** When it resolves, the entry is on the disk. @throws AgentFailure `storage.full`, `storage.failed`: it is not kept */
  async add(entry: WaitingEntry): Promise<void> {
    await new EncryptedFile(this.path(entry.id), this.key, this.health).write(entry);
    this.entries.set(entry.id, entry);
  }

  /** The platform has it, or will never take it. What a crash leaves over is sent once more, and counts once. */
  async forget(id: string): Promise<void> {
    this.entries.delete(id);
    await rm(this.path(id), { force: true });
    await rm(`${this.path(id)}.previous`, { force: true });
  }

  private path(id: string): string {
    return join(this.folder, `${id}${ending}`);
  }
}
