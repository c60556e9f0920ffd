import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const marker = 'chanoma-data';

const alive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
};

/** Writes the lock file only if there is none. */
function lockExclusively(lock, content) {
  try {
    writeFileSync(lock, content, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Takes a data directory for this start, making it when it is not there.
 * @throws Error in plain words when another start has it, or when the folder holds something else.
 */
export function takeDataDirectory(folder, { reset, address }) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (!existsSync(join(folder, marker)) && readdirSync(folder).length > 0)
    throw new Error(`${folder} is not empty and was not made by Chanoma. Name another folder with --data.`);
  const lock = join(folder, 'running');
  const content = JSON.stringify({ pid: process.pid, address });
  if (!lockExclusively(lock, content)) {
    const holder = JSON.parse(readFileSync(lock, 'utf8'));
    if (alive(holder.pid))
      throw new Error(
        `Chanoma is already running with this data (process ${holder.pid}, ${holder.address}).\n` +
          'Open that address, stop the other one with Ctrl-C, or name another folder with --data.',
      );
    writeFileSync(lock, content);
  }
  if (reset)
    for (const name of readdirSync(folder).filter((name) => name !== 'running'))
      rmSync(join(folder, name), { recursive: true, force: true });
  writeFileSync(join(folder, marker), 'Data of Chanoma: database, keys, simulated cards.\n');
  return { release: () => rmSync(lock, { force: true }) };
}
