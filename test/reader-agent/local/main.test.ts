import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConfiguration } from '../../../reader-agent/src/configuration.ts';
import { until } from '../box.ts';

const needed = ['--data', 'd', '--platform', 'http://localhost:8080'];
const read = (...args: string[]) => readConfiguration(args, {});

describe('the command line', () => {
  it('reads options, and the environment where none is given', () => {
    const fromOptions = read(...needed, '--port', '9', '--living-room', 'http://localhost:8080');
    expect(fromOptions).toMatchObject({
      port: 9,
      dataDirectory: resolve('d'),
      platform: 'http://localhost:8080',
      reader: { kind: 'pcsc' },
      control: resolve('d/control.sock'),
      livingRoomOrigins: ['http://localhost:8080'],
      renderer: 'webgl',
    });
    const environment = { CHANOMA_DATA: 'd', CHANOMA_PLATFORM: 'https://p.example/', CHANOMA_PORT: '7' };
    expect(readConfiguration(['--port', '9'], environment)).toMatchObject({
      port: 9,
      platform: 'https://p.example',
    });
    expect(read('--help')).toBe('help');
  });

  it.each([
    [[], '--data'],
    [['--data', 'd'], '--platform'],
    [[...needed, '--port', '70000'], '--port'],
    [[...needed, '--port', 'x'], '--port'],
    [[...needed, '--reader', 'magnet'], '--reader'],
    [[...needed, '--reader', 'simulated'], '--card-socket'],
    [[...needed, '--reader', 'simulated', '--card-socket', 's'], '--reader-name'],
    [[...needed, '--living-room', 'http://localhost:8080/page'], '--living-room'],
    [[...needed, '--living-room', 'http://localhost:8080; script-src *'], '--living-room'],
    [[...needed, '--renderer', 'svg'], '--renderer'],
    [[...needed, '--remote', 'wand'], '--remote'],
    [[...needed, '--help-phone', 'call me'], '--help-phone'],
    [[...needed, '--control', `/tmp/${'x'.repeat(120)}`], '--control'],
    [['--data', 'd', '--platform', 'http://platform.example'], '--platform'],
    [['--data', 'd', '--platform', 'somewhere'], '--platform'],
    [[...needed, '--strange'], '--strange'],
  ])('names the option that is wrong: %j', (args, option) => {
    expect(() => read(...args)).toThrow(option);
  });
});

describe('the process', () => {
  let folder: string;
  const children: ChildProcess[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'chanoma-main-'));
  });
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  function start(...args: string[]) {
    const main = resolve('reader-agent/src/main.ts');
    const own = ['--data', join(folder, 'data'), '--platform', 'http://localhost:1', '--reader', 'simulated'];
    const card = ['--card-socket', join(folder, 'card.sock'), '--reader-name', 'hana-reader'];
    const child = spawn(process.execPath, ['--import', 'tsx', main, ...own, ...card, ...args]);
    children.push(child);
    const run = { child, output: '', errors: '', status: undefined as number | null | undefined };
    child.stdout.on('data', (data) => {
      run.output += data;
    });
    child.stderr.on('data', (data) => {
      run.errors += data;
    });
    child.on('exit', (status) => {
      run.status = status;
    });
    return run;
  }

  it.each(['SIGTERM', 'SIGINT'] as const)('says when it is ready and ends on %s', async (signal) => {
    const run = start('--port', '0');
    await until(() => run.output.includes('\n'), 20_000);
    const port = /^ready http:\/\/localhost:(\d+)\n$/.exec(run.output)?.[1];
    expect((await fetch(`http://localhost:${port}/`)).status).toBe(401);
    run.child.kill(signal);
    await until(() => run.status !== undefined);
    expect(run.status).toBe(0);
  });

  it('ends with its parent when it is told to', async () => {
    const run = start('--port', '0', '--exit-with-parent');
    await until(() => run.output.includes('ready'), 20_000);
    run.child.stdin!.end();
    await until(() => run.status !== undefined);
    expect(run.status).toBe(0);
  });

  it('names a taken port and what to do', async () => {
    const taken = createServer();
    await new Promise<void>((done) => taken.listen(0, '127.0.0.1', done));
    const { port } = taken.address() as { port: number };
    const run = start('--port', String(port));
    await until(() => run.status !== undefined, 20_000);
    taken.close();
    expect(run.status).toBe(1);
    expect(run.errors).toContain(`--port ${port}`);
    expect(run.errors).toContain('another --port');
  });

  it('will share neither its data directory nor its control socket, until it is gone', async () => {
    const first = start('--port', '0');
    await until(() => first.output.includes('ready'), 20_000);
    const sameData = start('--port', '0', '--control', join(folder, 'other.sock'));
    const control = join(folder, 'data', 'control.sock');
    const sameControl = start('--port', '0', '--data', join(folder, 'other'), '--control', control);
    await until(() => sameData.status !== undefined && sameControl.status !== undefined, 20_000);
    expect([sameData.status, sameControl.status]).toEqual([1, 1]);
    expect(sameData.errors).toMatch(/--data .*another agent uses this data directory.*box\.directory-locked/);
    expect(sameControl.errors).toContain('--control');
    first.child.kill('SIGKILL');
    await until(() => first.status !== undefined);
    const next = start('--port', '0');
    await until(() => next.output.includes('ready'), 20_000);
  });
});
