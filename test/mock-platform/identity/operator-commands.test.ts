import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { afterAll, describe, expect, it } from 'vitest';
import { migrateToLatest } from '../../../mock-platform/src/database/migrate.ts';
import { openDatabase } from '../../../mock-platform/src/database/open-database.ts';
import { administration } from '../../../mock-platform/src/identity/administration/command.ts';
import { identityModule } from '../../../mock-platform/src/identity/index.ts';
import { relyingParties } from '../../../mock-platform/src/identity/relying-parties/command.ts';
import { usageRecords } from '../../../mock-platform/src/identity/usage/command.ts';
import type {
  Installation,
  OpenInstallation,
} from '../../../mock-platform/src/server/command/installation.ts';
import { temporaryDataDirectory } from '../database-template.ts';

const folder = mkdtempSync(join(tmpdir(), 'chanoma-commands-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(part: string, ...args: string[]) {
  const main = new URL(`../../../mock-platform/src/identity/${part}/main.ts`, import.meta.url).pathname;
  return spawnSync(process.execPath, ['--import', 'tsx', main, ...args], { encoding: 'utf8' });
}

describe('commands of an operator', () => {
  it.each(['audit', 'administration', 'relying-parties', 'usage'])(
    '%s explains itself with --help',
    (part) => {
      const { status, stdout } = run(part, '--help');
      expect(status).toBe(0);
      expect(stdout).toMatch(/^npm run -s [\s\S]*--data DIR/);
    },
  );

  it('a staff token is for an operator that there is; the others are named', async () => {
    const open = (async (_data, work) => work({} as Installation)) as OpenInstallation;
    const token = administration(
      ['staff-token', '--operator', 'hiyori-kable', '--staff', 'tanaka'],
      open,
      async () => ['hiyori-cable', 'miharashi-tv'],
    );
    await expect(token).rejects.toThrow(/no operator "hiyori-kable".*hiyori-cable, miharashi-tv/);
    const none = administration(['staff-token', '--operator', 'a', '--staff', 'b'], open, async () => []);
    await expect(none).rejects.toThrow(/None is registered yet/);
  });

  it('usage from after to is refused, by name', async () => {
    const open: OpenInstallation = () => Promise.reject(new Error('not opened'));
    await expect(usageRecords(['--from', '2026-11', '--to', '2026-10'], open)).rejects.toThrow(
      '--from: "2026-11" comes after --to "2026-10".',
    );
  });

  it('a list without contracts says so', async () => {
    const own = await temporaryDataDirectory();
    const database = await openDatabase({ dataDirectory: own.directory });
    await migrateToLatest(database.kysely, [identityModule]);
    const tables = <T>() => database.kysely as unknown as Kysely<T>;
    const open = (async (_data, work) =>
      work({ tables, clock: () => new Date() } as Installation)) as OpenInstallation;
    const said: string[] = [];
    await relyingParties(['list'], open, (line) => said.push(line));
    await relyingParties(['list', '--operator', 'nobody'], open, (line) => said.push(line));
    expect(said).toEqual([
      'No service provider is under contract.',
      'No service provider is under contract with "nobody".',
    ]);
    await database.close();
    own.remove();
  });

  it('names a contract file that is missing or is not JSON, without a stack', () => {
    const file = join(folder, 'contract.json');
    writeFileSync(file, '{bad');
    for (const path of [file, join(folder, 'missing.json')]) {
      const { status, stderr } = run('relying-parties', 'add', path, '--operator', 'hiyori-cable');
      expect(status).toBe(2);
      expect(stderr).toContain(path);
      expect(stderr).not.toMatch(/\n\s+at /);
    }
  });
});
