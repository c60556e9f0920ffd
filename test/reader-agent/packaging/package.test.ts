import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { folderName, makeDebianPackage, makeTarball } from '../../../reader-agent/packaging/archives.ts';
import { writeBoxFolder } from '../../../reader-agent/packaging/box-folder.ts';
import { PackagingError } from '../../../reader-agent/packaging/packaging-error.ts';
import { missing, titled } from '../../interop/requirements.ts';
import { testCard } from '../../mock-platform/card/fixture.ts';
import { openRoom } from '../../mock-platform/card/room-server.ts';
import { redeem, until } from '../box.ts';
import { FakePlatform, registrationCode } from '../fake-platform.ts';

const lacking = missing('nfc-pcsc (built)');
const title = titled('the package of a box, unpacked where nothing else is', lacking);

describe.skipIf(lacking.length > 0)(title, { timeout: 60_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'chanoma-box-'));
  const box = join(folder, 'unpacked', folderName);
  /** What a box has: Node, and the tools of its system. No pcscd of this machine. */
  const environment = {
    PATH: `${join(process.execPath, '..')}:/usr/bin:/bin`,
    HOME: join(folder, 'home'),
    PCSCLITE_CSOCK_NAME: join(folder, 'no-pcscd'),
    CHANOMA_SETTINGS: join(folder, 'agent.env'),
  };
  const running: ChildProcess[] = [];
  let platform: FakePlatform;
  let tarball: string;

  beforeAll(async () => {
    platform = await FakePlatform.start();
    const page = join(folder, 'page');
    mkdirSync(page);
    writeFileSync(join(page, 'index.html'), '<!doctype html><title>tv</title>');
    writeFileSync(join(page, '.built-from'), 'sources');
    const made = join(folder, 'made', folderName);
    await writeBoxFolder(made, page);
    tarball = makeTarball(made, folder);
    mkdirSync(join(folder, 'unpacked'));
    execFileSync('tar', ['-xzf', tarball, '-C', join(folder, 'unpacked')]);
    rmSync(join(folder, 'made', folderName, 'lib'), { recursive: true });
  }, 60_000);
  afterAll(async () => {
    for (const child of running) child.kill('SIGKILL');
    await platform.down();
    rmSync(folder, { recursive: true, force: true });
  });

  const options = (...more: string[]) => ['--data', join(folder, 'data'), ...more];

  function start(...args: string[]) {
    const given = options('--platform', platform.url, '--port', '0', ...args);
    const child = spawn(join(box, 'bin/chanoma-agent'), given, { cwd: '/', env: environment });
    running.push(child);
    const run = { output: '', log: '', status: undefined as number | null | undefined, child };
    child.stdout.on('data', (data) => {
      run.output += data;
    });
    child.stderr.on('data', (data) => {
      run.log += data;
    });
    child.on('exit', (status) => {
      run.status = status;
    });
    return run;
  }

  /** One command, which must not stop this process: cards and platform answer from here. */
  async function command(...args: string[]) {
    const child = spawn(join(box, 'bin/chanoma-agent'), args, { cwd: '/', env: environment });
    let text = '';
    child.stdout.on('data', (data) => {
      text += data;
    });
    const exit = await new Promise<number | null>((resolve) => child.on('close', resolve));
    return { exit, text };
  }

  it('says in its name what it runs on, and holds what a box needs and no more', () => {
    expect(tarball).toMatch(/chanoma-agent-\d+\.\d+\.\d+-\w+-\w+-node\d+\.tar\.gz$/);
    expect(readdirSync(box).sort()).toEqual(
      ['LICENSE', 'README.md', 'bin', 'install.sh', 'lib', 'licences', 'page', 'remove.sh', 'system'].sort(),
    );
    expect(readdirSync(join(box, 'page'))).toEqual(['index.html']);
    expect(readdirSync(join(box, 'lib/node_modules')).sort()).toEqual(
      ['@pokusew', 'bindings', 'file-uri-to-path', 'nfc-pcsc'].sort(),
    );
    const licences = readdirSync(join(box, 'licences')).join(' ');
    for (const bundled of ['jose', 'ws', 'zod', 'lightningjs-core']) expect(licences).toContain(bundled);
    const readme = readFileSync(join(box, 'README.md'), 'utf8');
    expect(readme).not.toMatch(/\{\{|undefined/);
    for (const option of ['CHANOMA_PLATFORM', 'CHANOMA_READER', 'CHANOMA_LOG'])
      expect(readme).toContain(option);
    for (const file of readdirSync(join(box, 'lib')).filter((name) => name.endsWith('.js'))) {
      expect(readFileSync(join(box, 'lib', file), 'utf8')).not.toContain(process.cwd());
    }
  });

  it('runs with its reader process, answers commands, and ends on SIGTERM', async () => {
    const agent = start();
    await until(() => agent.output.includes('\n'), 20_000);
    const port = /^ready http:\/\/localhost:(\d+)\n$/.exec(agent.output)?.[1];
    const registered = await command('register', ...options('--code', registrationCode, '--json'));
    expect(JSON.parse(registered.text)).toEqual({ registered: true, box: platform.box, code: null });
    expect(JSON.parse((await command('register', ...options('--code', '1', '--json'))).text)).toEqual({
      registered: false,
      box: null,
      code: 'box.registered',
    });
    const [address, list, found] = await Promise.all([
      command('pair', ...options('--port', port ?? '')),
      command('readers', ...options('--json')),
      command('doctor', ...options('--json', '--platform', platform.url)),
    ]);
    const [origin, code] = address.text.trim().split('/pair?code=');
    const { cookie } = await redeem(origin ?? '', code ?? '');
    expect(await (await fetch(`http://localhost:${port}/`, { headers: { cookie } })).text()).toContain('tv');
    // Not `reader.driver-missing`: the child process was found in the bundle and has loaded the native part.
    expect(JSON.parse(list.text)).toMatchObject({ from: 'agent', state: 'reader.service-missing' });
    const { agent: state, checks } = JSON.parse(found.text) as {
      agent: string;
      checks: { layer: string; state: string }[];
    };
    expect(state).toBe('running');
    const good = checks.filter((check) => check.state === 'ok').map(({ layer }) => layer);
    expect(good).toEqual(
      expect.arrayContaining(['node', 'driver', 'data', 'key', 'registration', 'platform', 'page']),
    );
    agent.child.kill('SIGTERM');
    await until(() => agent.status !== undefined);
    expect(agent.status).toBe(0);
    const events = agent.log
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).event);
    expect(events).toEqual(expect.arrayContaining(['agent.ready', 'agent.stopping']));
  });

  it('runs with simulated cards, and takes settings from its file', async () => {
    const room = await openRoom([await testCard()]);
    const file = {
      CHANOMA_READER: 'simulated',
      CHANOMA_CARD_SOCKET: room.socket,
      CHANOMA_READER_NAME: 'hana-reader',
    };
    const lines = Object.entries(file).map(([name, value]) => `${name}=${value}\n`);
    writeFileSync(environment.CHANOMA_SETTINGS, `# settings\n\n${lines.join('')}`);
    try {
      const agent = start();
      await until(() => agent.output.includes('ready'), 20_000);
      const list = await command('readers', ...options('--json'));
      expect(JSON.parse(list.text)).toMatchObject({ from: 'agent', state: 'ready' });
      agent.child.kill('SIGTERM');
      await until(() => agent.status !== undefined);
      expect(agent.status).toBe(0);
    } finally {
      rmSync(environment.CHANOMA_SETTINGS);
      await room.close();
    }
  });

  it('helps under the name that a box knows', async () => {
    expect((await command('--help')).text).toContain('chanoma-agent --data DIR');
    expect((await command('doctor', '--help')).text).toContain('chanoma-agent doctor');
  });

  it('is put together without the page by nobody', async () => {
    const without = writeBoxFolder(join(folder, 'without'), join(folder, 'no-page'));
    await expect(without).rejects.toThrow(PackagingError);
  });

  it('has a unit that systemd understands, without an unsafe way out', { timeout: 20_000 }, () => {
    const root = join(folder, 'root');
    execFileSync('sh', [join(box, 'install.sh')], { env: { ...environment, DESTDIR: root } });
    const installed = join(root, 'usr/lib/systemd/system/chanoma-agent.service');
    expect(existsSync(join(root, 'usr/lib/chanoma-agent/lib/child.js'))).toBe(true);
    // An update keeps the settings.
    const settings = join(root, 'etc/chanoma-agent/agent.env');
    writeFileSync(settings, 'CHANOMA_PORT=9\n');
    execFileSync('sh', [join(box, 'install.sh')], { env: { ...environment, DESTDIR: root } });
    expect(readFileSync(settings, 'utf8')).toBe('CHANOMA_PORT=9\n');
    if (spawnSync('systemd-analyze', ['--version']).status !== 0) return;
    const unit = join(folder, 'chanoma-agent.service');
    writeFileSync(unit, readFileSync(installed, 'utf8').replaceAll('/usr/lib/', `${root}/usr/lib/`));
    const verified = spawnSync('systemd-analyze', ['verify', unit], { encoding: 'utf8' });
    expect([verified.status, verified.stderr]).toEqual([0, expect.not.stringContaining('chanoma')]);
    const exposure = ['security', '--offline=true', '--threshold=20', unit];
    expect(spawnSync('systemd-analyze', exposure).status).toBe(0);
  });

  it('becomes a Debian package where dpkg-deb is there', () => {
    const made = makeDebianPackage(box, folder, folder);
    if (made === undefined) return;
    const fields = execFileSync('dpkg-deb', ['--field', made], { encoding: 'utf8' });
    expect(fields).toMatch(/^Depends: nodejs \(>= \d+.*pcscd/m);
    expect(execFileSync('dpkg-deb', ['--contents', made], { encoding: 'utf8' })).toMatch(
      /root\/root .*\.\/usr\/lib\/chanoma-agent\/lib\/child\.js/,
    );
  });
});
