import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AgentFailure } from '../failure.ts';
import { type StorageHealth, unwatched } from './storage-health.ts';

const unfinished = '.unfinished';
/** The content before the newest one, for the day on which the disk loses the newest. */
const previousOf = (path: string): string => `${path}.previous`;

/**
 * Replaces a file so that after a crash either the old or the new content is there, never a part of one
 * (write beside it, fsync, rename, fsync of the folder). Owner-only.
 * @throws AgentFailure `storage.full` or `storage.failed`; the old content is then untouched
 */
export async function replaceFile(path: string, content: string | Uint8Array): Promise<void> {
  try {
    await replace(path, content);
  } catch (error) {
    throw storageFailure(error);
  }
}

/**
 * As `replaceFile`; a second copy stays beside it for `readLastGood`: the content that is replaced, or, the first time, the
 * same once more.
 */
export async function replaceState(path: string, content: string | Uint8Array): Promise<void> {
  try {
    const replaced = await secondName(path, previousOf(path));
    await replace(path, content);
    if (!replaced) await replace(previousOf(path), content);
  } catch (error) {
    throw storageFailure(error);
  }
}

async function replace(path: string, content: string | Uint8Array): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const beside = join(folder, `.${basename(path)}.${randomBytes(4).toString('hex')}${unfinished}`);
  try {
    const file = await open(beside, 'wx', 0o600);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true }).catch(() => {});
    throw error;
  }
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Gives a file another name as well, so that at no moment is there none under the first. False when it was not there. */
async function secondName(path: string, second: string): Promise<boolean> {
  await rm(second, { force: true });
  try {
    await link(path, second);
    return true;
  } catch (error) {
    // A file system without hard links has no previous content then.
    if (['ENOENT', 'EPERM', 'ENOTSUP', 'EOPNOTSUPP'].includes((error as NodeJS.ErrnoException).code ?? '')) {
      return false;
    }
    throw error;
  }
}

/** Content of a file, or undefined when there is none. */
export async function readFileIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * What `parse` makes of a file written by `replaceState`; undefined when there is none. Content that `parse` does not take
 * (cut short, empty, altered) is put aside as `….broken` and reported; then the content before it counts, or none: a box
 * that starts without a file is better than one that does not start.
 * @throws Error when the file may not be read at all
 */
export async function readLastGood<T>(
  path: string,
  parse: (content: Buffer) => T | Promise<T>,
  health: StorageHealth = unwatched,
): Promise<T | undefined> {
  const content = await readFileIfThere(path);
  if (content === undefined) return undefined;
  try {
    return await parse(content);
  } catch {
    await secondName(path, `${path}.broken`);
  }
  const previous = await readFileIfThere(previousOf(path));
  let value: T | undefined;
  try {
    if (previous !== undefined) value = await parse(previous);
  } catch {
    // Both are damaged: as if there were none.
  }
  health.damaged(basename(path), value !== undefined);
  if (previous === undefined || value === undefined) await rm(path, { force: true });
  else await health.watch(replaceFile(path, previous)).catch(() => {});
  return value;
}

/** Removes what a crash in the middle of a replacement left behind. */
export async function removeUnfinished(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (name.startsWith('.') && name.endsWith(unfinished)) await rm(join(folder, name), { force: true });
  }
}

/** The failure that an error of the file system stands for. */
function storageFailure(error: unknown): AgentFailure {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const full = code === 'ENOSPC' || code === 'EDQUOT';
  return new AgentFailure(full ? 'storage.full' : 'storage.failed', `the disk does not take it (${code})`);
}
