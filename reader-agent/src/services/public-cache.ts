import { createHash } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { Instant } from '../../../mock-platform/src/protocol/basics.ts';
import { readFileIfThere, replaceFile } from '../box/durable-file.ts';
import { log } from '../log.ts';

const Entry = z.object({ path: z.string(), asOf: Instant, type: z.string(), body: z.string() });
export type PublicEntry = z.infer<typeof Entry>;

const entryLimit = 200;

/** Last public answers with their time (D15), shown when the platform is away. Survives a restart. */
export class PublicCache {
  private readonly memory = new Map<string, PublicEntry>();

  constructor(private readonly folder: string) {}

  async read(path: string): Promise<PublicEntry | undefined> {
    const known = this.memory.get(path);
    if (known !== undefined) return known;
    try {
      const content = await readFileIfThere(this.fileOf(path));
      if (content === undefined) return undefined;
      const entry = Entry.parse(JSON.parse(content.toString('utf8')));
      return entry.path === path ? entry : undefined;
    } catch {
      return undefined;
    }
  }

  /** Keeps an answer. The disk is written only when the body changed; a full disk costs nothing but the copy. */
  async keep(entry: PublicEntry): Promise<void> {
    const changed = this.memory.get(entry.path)?.body !== entry.body;
    this.memory.set(entry.path, entry);
    if (!changed) return;
    try {
      await this.makeRoom();
      await replaceFile(this.fileOf(entry.path), JSON.stringify(entry));
    } catch {
      log.warn('cache.not-kept');
    }
  }

  private async makeRoom(): Promise<void> {
    if (this.memory.size <= entryLimit) return;
    this.memory.clear();
    for (const name of await readdir(this.folder)) await rm(join(this.folder, name), { force: true });
  }

  private fileOf(path: string): string {
    return join(this.folder, `${createHash('sha256').update(path).digest('hex').slice(0, 32)}.json`);
  }
}
