import { constants } from 'node:fs';
import { access, readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { BoxRegistration } from '../../../../mock-platform/src/protocol/boxes.ts';
import type { CommandSettings } from '../options.ts';
import { type Check, missing, ok, skipped } from './check.ts';

/** Data directory, box key and registration. Nothing is made or changed. */
export async function boxLayers(folder: string | undefined): Promise<Check[]> {
  if (folder === undefined) {
    const without = 'not looked at: --data was not given';
    return [skipped('data', without), skipped('key', without), skipped('registration', without)];
  }
  return [await data(folder), await key(folder), await registration(folder)];
}

async function data(folder: string): Promise<Check> {
  const kind = await stat(folder).catch(() => undefined);
  if (kind === undefined) return skipped('data', `${folder} is not there yet: the first start makes it`);
  if (!kind.isDirectory()) return missing('data', `${folder} is not a directory`, 'give another --data');
  const writable = await access(folder, constants.R_OK | constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!writable)
    return missing('data', `${folder} cannot be written`, 'run as the user who owns it, or chown it');
  if ((kind.mode & 0o077) !== 0)
    return missing('data', `${folder} is open to other users`, `chmod 700 ${folder}`);
  return ok('data', `${folder}, owner only`);
}

async function key(folder: string): Promise<Check> {
  const path = join(folder, 'box-key.json');
  const content = await read(path);
  if (content.fault === 'none') return skipped('key', 'no box key yet: the first start makes it');
  if (content.fault === 'closed') return missing('key', `${path} cannot be read`, 'run as the agent’s user');
  if (((await stat(path)).mode & 0o077) !== 0) {
    return missing('key', `${path} is open to other users`, `chmod 600 ${path}`);
  }
  const remedy = 'put back the file from a backup, or take --data away and register the box anew';
  if ((content.json as { kty?: unknown } | undefined)?.kty !== 'EC')
    return missing('key', `${path} is damaged`, remedy);
  return ok('key', 'box key there, owner only');
}

async function registration(folder: string): Promise<Check> {
  const content = await read(join(folder, 'registration.json'));
  const remedy = 'get a one-time code from staff and register the box';
  if (content.fault === 'none') return missing('registration', 'the box is not registered', remedy);
  const known = BoxRegistration.safeParse(content.json);
  if (!known.success) return missing('registration', 'the registration cannot be read', remedy);
  return ok('registration', `registered, ${known.data.municipalityName}`);
}

async function read(path: string): Promise<{ fault?: 'none' | 'closed'; json?: unknown }> {
  try {
    return { json: JSON.parse(await readFile(path, 'utf8')) };
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    return { fault: (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'none' : 'closed' };
  }
}

/** The built television application. */
export async function page({ page: folder }: CommandSettings): Promise<Check> {
  const there = await access(join(folder, 'index.html'), constants.R_OK).then(
    () => true,
    () => false,
  );
  if (there) return ok('page', folder);
  return missing(
    'page',
    `no index.html in ${folder}`,
    'build the television application (npm start does; a package brings it), or give --page',
  );
}

/** Whether the port is free, or the agent’s own. */
export async function port({ port: number }: CommandSettings, agentRuns: boolean): Promise<Check> {
  const free = await new Promise<boolean>((resolve) => {
    const server = createServer()
      .once('error', () => resolve(false))
      .listen({ host: '127.0.0.1', port: number, exclusive: true }, () => server.close(() => resolve(true)));
  });
  if (free)
    return ok(
      'port',
      agentRuns ? `${number} is free; the running agent has another one` : `${number} is free`,
    );
  if (agentRuns) return ok('port', `${number} is in use while the agent runs`);
  return missing(
    'port',
    `${number} is taken by another program`,
    'stop that program, or give another --port',
  );
}
