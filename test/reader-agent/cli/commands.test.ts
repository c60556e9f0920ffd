import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Command, commands } from '../../../reader-agent/src/cli/commands.ts';
import { node } from '../../../reader-agent/src/cli/doctor/card-layers.ts';
import { doctor } from '../../../reader-agent/src/cli/doctor/doctor.ts';
import { helpTexts } from '../../../reader-agent/src/cli/help.ts';
import { pair, register } from '../../../reader-agent/src/cli/install.ts';
import { login } from '../../../reader-agent/src/cli/login.ts';
import { readSettings } from '../../../reader-agent/src/cli/options.ts';
import { PinPrompt } from '../../../reader-agent/src/cli/pin-prompt.ts';
import { probe } from '../../../reader-agent/src/cli/probe.ts';
import { readers } from '../../../reader-agent/src/cli/readers.ts';
import { Log } from '../../../reader-agent/src/log.ts';
import { testCard, transitCard } from '../../mock-platform/card/fixture.ts';
import { openRoom } from '../../mock-platform/card/room-server.ts';
import { TestBox, until } from '../box.ts';
import { registrationCode } from '../fake-platform.ts';

const settings = (command: Command, ...args: string[]) => readSettings(command, args, {});

describe('the options of a command', () => {
  it.each([
    ['login', ['--pin', '1234'], '--pin: a PIN is never given as an argument'],
    ['probe', ['--data', 'd'], '--data'],
    ['readers', ['--reader', 'magnet'], '--reader'],
    ['probe', ['--reader', 'simulated'], '--card-socket'],
    ['probe', ['--reader', 'simulated', '--card-socket', 's'], '--reader-name'],
    ['doctor', ['--platform', 'http://platform.example'], '--platform'],
    ['doctor', ['--port', 'x'], '--port'],
  ] as const)('%s %j is refused by name', (command, args, words) => {
    expect(() => settings(command, ...args)).toThrow(words);
  });

  it('come from the environment of the agent, too', () => {
    expect(readSettings('doctor', [], { CHANOMA_DATA: 'd', CHANOMA_PORT: '9' })).toMatchObject({
      dataDirectory: resolve('d'),
      control: resolve('d/control.sock'),
      port: 9,
    });
  });

  it('are all explained, with exit status and JSON', () => {
    for (const command of commands) {
      const text = helpTexts[command];
      expect(text).toContain(`npm run agent -- ${command}`);
      for (const word of ['--json', '--help', 'Exit status', 'JSON:']) expect(text).toContain(word);
    }
  });
});

describe('with simulated cards', () => {
  let room: Awaited<ReturnType<typeof openRoom>>;
  let given: string[];
  beforeAll(async () => {
    room = await openRoom([await testCard(), transitCard]);
    given = ['--reader', 'simulated', '--card-socket', room.socket, '--reader-name', 'hana-reader'];
    await room.execute({ type: 'insert', card: 'hana', reader: 'hana-reader' });
  });
  afterAll(() => room.close());

  it('readers and probe tell what is there, to people and to programs', async () => {
    const list = await readers(settings('readers', ...given));
    expect(list).toMatchObject({
      exit: 0,
      json: {
        from: 'command',
        state: 'ready',
        readers: [{ name: 'hana-reader', card: 'present', chosen: true }],
      },
    });
    expect(list.text).toBe('→  hana-reader  card\n');
    const found = await probe(settings('probe', ...given));
    expect(found).toMatchObject({ exit: 0, json: { usable: true } });
    expect(found.text).toContain('2025-01-01 to 2035-01-01, valid');
    await room.execute({ type: 'remove', reader: 'hana-reader' });
    await room.execute({ type: 'insert', card: 'transit', reader: 'hana-reader' });
    expect(await probe(settings('probe', ...given))).toMatchObject({ exit: 1, json: { kind: 'other' } });
  });

  it('doctor goes through the layers of a box that has everything but its registration', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'chanoma-doctor-'));
    const platform = createServer((_request, response) => response.end('{}'));
    const taken = createTcpServer();
    for (const server of [platform, taken]) {
      await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    }
    const portOf = (server: { address(): unknown }) => (server.address() as AddressInfo).port;
    writeFileSync(join(folder, 'index.html'), '');
    mkdirSync(join(folder, 'data'), { mode: 0o700 });
    writeFileSync(join(folder, 'data', 'box-key.json'), '{"kty":"EC"}', { mode: 0o600 });
    const where = ['--platform', `http://localhost:${portOf(platform)}`, '--data', join(folder, 'data')];
    const rest = ['--page', folder, '--port', `${portOf(taken)}`];
    const found = await doctor(settings('doctor', ...given, ...where, ...rest));
    const { checks } = found.json as { checks: { layer: string; state: string; remedy?: string }[] };
    expect(Object.fromEntries(checks.map(({ layer, state }) => [layer, state]))).toEqual({
      node: 'ok',
      reader: 'ok',
      card: 'missing',
      data: 'ok',
      key: 'ok',
      registration: 'missing',
      platform: 'ok',
      clock: 'ok',
      page: 'ok',
      port: 'missing',
    });
    expect(
      checks.filter(({ state }) => state === 'missing').every(({ remedy }) => remedy !== undefined),
    ).toBe(true);
    expect(found).toMatchObject({ exit: 1, json: { ok: false, agent: 'stopped' } });
    expect(found.text).toMatch(/✗ {2}registration +the box is not registered/);
    for (const server of [platform, taken]) server.close();
    const alone = await doctor(
      settings('doctor', ...where, '--reader', 'pcsc', '--page', join(folder, 'none')),
    );
    expect(alone.text).toContain('ECONNREFUSED');
    expect(alone.text).toContain('no index.html');
    rmSync(folder, { recursive: true });
  });

  it('doctor names an old Node', () => {
    expect(node('20.18.1')).toMatchObject({ state: 'missing' });
    expect(node('20.19.0')).toMatchObject({ state: 'ok' });
    expect(node('24.0.0')).toMatchObject({ state: 'ok' });
  });
});

describe('with a running agent', () => {
  let box: TestBox;
  beforeAll(async () => {
    box = await TestBox.start();
  });
  afterAll(() => box.stop());
  const given = () => ['--control', box.controlPath, '--json'];

  it('readers asks the agent, and doctor finds it', async () => {
    expect(await readers(settings('readers', ...given()))).toMatchObject({
      json: { from: 'agent', state: 'ready' },
    });
    expect(await doctor(settings('doctor', ...given()))).toMatchObject({ json: { agent: 'running' } });
  });

  it('login goes through its phases to the platform’s verdict, in the agent’s own name', async () => {
    const running = login(settings('login', ...given(), '--tier', 't1', '--service', 'health'));
    await until(() => box.platform.requests.length > 0);
    box.reader.lay(await testCard());
    const { exit, json } = await running;
    const { phases, verdict } = json as { phases: { phase: string }[]; verdict: string };
    expect(phases.map(({ phase }) => phase).slice(-2)).toEqual(['checking', verdict]);
    expect(exit).toBe(verdict === 'done' ? 0 : 1);
    expect(box.platform.statements.at(-1)).toMatchObject({
      origin: box.origin,
      service: 'health',
      tier: 't1',
    });
    box.reader.take();
  });

  it('login is refused while another one is under way, and names a service or tier that does not exist', async () => {
    const page = await box.open();
    const { login: id } = await page.call('login.start', { service: 'health' });
    const busy = await login(settings('login', ...given()));
    expect(busy).toMatchObject({ exit: 1, json: { verdict: 'refused', code: 'login.busy' } });
    await page.call('login.cancel', { login: id });
    await expect(login(settings('login', ...given(), '--service', 'bank'))).rejects.toThrow('--service');
    await expect(login(settings('login', ...given(), '--tier', 't0'))).rejects.toThrow('--tier');
  });

  it('login without a terminal never reads a PIN: it is cancelled', async () => {
    const running = login(settings('login', ...given(), '--tier', 't2'));
    box.reader.lay(await testCard());
    expect(await running).toMatchObject({ exit: 1, json: { verdict: 'cancelled', tier: 't2' } });
    box.reader.take();
  });

  it('register takes the code to the platform, and says in words why one is not good', async () => {
    const bare = await TestBox.start({ registered: false });
    const code = (text: string) =>
      register(settings('register', '--control', bare.controlPath, '--code', text));
    const wrong = await code('0000-0000');
    expect(wrong).toMatchObject({
      exit: 1,
      json: { registered: false, box: null, code: 'registration.code' },
    });
    expect(wrong.text).toMatch(/^This registration code cannot be used\. .+ \(registration\.code\)\n$/);
    const { box: number } = bare.platform;
    const right = { exit: 0, json: { registered: true, box: number, code: null } };
    expect(await code(registrationCode)).toMatchObject(right);
    expect(await code(registrationCode)).toMatchObject({ exit: 1, json: { code: 'box.registered' } });
    await bare.stop();
  });

  it('pair gives an address that pairs one browser', async () => {
    const port = new URL(box.origin).port;
    const { json } = await pair(settings('pair', '--control', box.controlPath, '--port', port));
    const { url } = json as { url: string };
    const once = await fetch(url, { redirect: 'manual' });
    expect(once.status).toBe(303);
    expect((await fetch(url, { redirect: 'manual' })).status).toBe(401);
  });

  it('login says how to start an agent where none answers', async () => {
    const nobody = await login(settings('login', '--control', join(box.folder, 'nobody.sock')));
    expect(nobody.exit).toBe(3);
    expect(nobody.text).toContain('npm run agent -- --data DIR');
  });
});

describe('a PIN at the terminal', () => {
  it('goes to the agent key by key, is never shown, and asks before the last try', async () => {
    const terminal = Object.assign(new PassThrough(), { isTTY: true, raw: [] as boolean[] });
    const screen = new PassThrough();
    const calls: string[] = [];
    const agent = {
      call: async (method: string, params: { key?: string }) => {
        calls.push(params.key ?? method);
        return {} as never;
      },
    };
    const prompt = new PinPrompt(
      agent as never,
      Object.assign(terminal, { setRawMode: (raw: boolean) => terminal.raw.push(raw) }),
      screen,
    );
    const pin = { kind: 'signature', triesLeft: 1, typed: 0, least: 6, most: 16 } as const;
    const step = { login: 'id', service: 'health', tier: 't3', pin } as const;
    prompt.follow({ ...step, phase: 'waiting-for-consent' });
    terminal.write('ny');
    await until(() => calls.length === 1);
    prompt.follow({ ...step, phase: 'waiting-for-pin' });
    terminal.write('ab\u007f1\r');
    await until(() => calls.length === 6);
    prompt.follow({ ...step, phase: 'proving' });
    expect(calls).toEqual(['desk.consent', 'A', 'B', 'desk.erase', '1', 'desk.submit']);
    expect(terminal.raw).toEqual([true, false]);
    const shown = screen.read().toString();
    expect(shown).toContain('Use the last try?');
    expect(shown).toContain('signature PIN (6 to 16 letters and digits, 1 try left)');
    expect(shown).not.toMatch(/ab|AB/);
  });
});

describe('the log', () => {
  it('writes one JSON object a line, from the level that was asked for', () => {
    const lines: string[] = [];
    const log = new Log((line) => lines.push(line));
    log.info('agent.ready');
    log.error('platform.lost', { code: 'platform.unreachable' });
    log.from('off');
    log.error('never');
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0]!)).toEqual({
      level: 'error',
      time: expect.stringMatching(/^\d{4}-.*Z$/),
      event: 'platform.lost',
      code: 'platform.unreachable',
    });
  });
});

describe('the program', () => {
  it('runs commands by their exit status, and prints help and JSON alone', { timeout: 30_000 }, () => {
    const run = (...args: string[]) =>
      spawnSync(process.execPath, ['--import', 'tsx', 'reader-agent/src/main.ts', ...args], {
        encoding: 'utf8',
      });
    expect(run('probe', '--help')).toMatchObject({ status: 0, stdout: helpTexts.probe });
    const wrong = run('login', '--pin', '1234');
    expect(wrong).toMatchObject({ status: 2, stdout: '' });
    expect(wrong.stderr).toContain('never given as an argument');
    const none = run('login', '--control', join(tmpdir(), 'nobody.sock'), '--json');
    expect(none.status).toBe(3);
    expect(JSON.parse(none.stdout)).toEqual({
      service: 'health',
      tier: null,
      verdict: 'refused',
      code: 'agent.none',
      phases: [],
    });
  });

  it('logs one JSON object a line, and ends cleanly on SIGTERM', { timeout: 30_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'chanoma-log-'));
    const where = ['--data', folder, '--platform', 'http://localhost:1', '--port', '0'];
    const reader = [
      '--reader',
      'simulated',
      '--card-socket',
      join(folder, 'card.sock'),
      '--reader-name',
      'r',
    ];
    const main = ['--import', 'tsx', 'reader-agent/src/main.ts', ...where, ...reader];
    const child = spawn(process.execPath, main, { env: { ...process.env, CHANOMA_LOG: 'debug' } });
    let errors = '';
    child.stderr.on('data', (data) => {
      errors += data;
    });
    await once(child.stdout, 'data');
    child.kill('SIGTERM');
    const [status] = await once(child, 'close');
    rmSync(folder, { recursive: true, force: true });
    expect(status).toBe(0);
    const lines = errors
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ event }) => event)).toEqual(
      expect.arrayContaining(['agent.ready', 'agent.stopping']),
    );
    for (const line of lines) expect(line).toMatchObject({ level: 'info', time: expect.any(String) });
  });
});
