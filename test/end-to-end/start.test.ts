import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freePorts } from './house.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Start {
  child: ChildProcess;
  output(): string;
  /** Resolves when the output has it. @throws Error when the command ends first */
  says(words: RegExp): Promise<void>;
  /** Exit code. */
  ended: Promise<number | null>;
}

function start(...options: string[]): Start {
  const child = spawn(process.execPath, ['mock-platform/start/start.mjs', '--no-install', ...options], {
    cwd: root,
  });
  let text = '';
  child.stdout.on('data', (chunk) => {
    text += chunk;
  });
  child.stderr.on('data', (chunk) => {
    text += chunk;
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    child,
    output: () => text,
    ended,
    async says(words) {
      while (!words.test(text)) {
        if (child.exitCode !== null)
          throw new Error(`ended with ${child.exitCode} before it said ${words}:\n${text}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
  };
}

const answers = async (url: string): Promise<boolean> => {
  try {
    return (await fetch(url)).status < 500;
  } catch {
    return false;
  }
};

describe('npm start', () => {
  let data: string;
  let port: number;
  const started: Start[] = [];
  const go = (...options: string[]): Start => {
    const one = start('--data', data, '--port', String(port), ...options);
    started.push(one);
    return one;
  };

  beforeEach(async () => {
    data = mkdtempSync(join(tmpdir(), 'chanoma-start-'));
    port = await freePorts();
  });
  afterEach(async () => {
    for (const { child, ended } of started.splice(0)) {
      child.kill('SIGTERM');
      await ended;
    }
    rmSync(data, { recursive: true, force: true });
  });

  it('explains itself with --help', async () => {
    const help = start('--help');
    expect(await help.ended).toBe(0);
    for (const option of [
      '--port',
      '--data',
      '--reset',
      '--reader',
      '--profile',
      '--host',
      '--public-url',
      '--help-phone',
      '--no-install',
    ])
      expect(help.output()).toContain(option);
  });

  it.each([
    [['--colour'], /Unknown option --colour/],
    [['--port', 'abc'], /--port must be a number/],
    [['--reader', 'nfc'], /--reader must be simulated or pcsc/],
    [['--profile', 'law'], /--profile must be trial or statute/],
    [['--port'], /--port needs a value/],
    [['--host', 'tablet'], /--host must be an IP address of this machine/],
    [['--host', '0.0.0.0'], /--host must be one address/],
    [['--host', '0:0::1'], /--host .* can be reached from this machine alone/],
    [['--public-url', 'https://tv.example'], /--public-url needs --host/],
    [['--host', '192.0.2.9', '--public-url', 'http://tv.example'], /--public-url must be .*https/],
    [['--help-phone', 'ask me'], /--help-phone must be digits/],
  ])('names what is wrong with %j', async (options, words) => {
    const wrong = start(...options);
    expect(await wrong.ended).toBe(2);
    expect(wrong.output()).toMatch(words);
  });

  it('says ready when page and television answer, refuses a second start on the same data, and stops everything on Ctrl-C', async () => {
    const first = go();
    await first.says(/^ready$/m);
    expect(await answers(`http://localhost:${port}/`)).toBe(true);
    expect(await answers(`http://localhost:${port + 1}/`)).toBe(true);
    expect(await answers(`http://127.0.0.1:${port}/healthz`)).toBe(true);

    const second = start('--data', data, '--port', String(port + 10));
    expect(await second.ended).toBe(1);
    expect(second.output()).toMatch(/already running/);

    first.child.kill('SIGINT');
    expect(await first.ended).toBe(0);
    for (const one of [port, port + 1, port + 2])
      expect(await answers(`http://localhost:${one}/`)).toBe(false);

    // The same data, now also for phones and tablets where there is a second address to try it on.
    const again = process.platform === 'linux' ? go('--host', '127.0.0.2') : go();
    await again.says(/Ctrl-C stops/);
    if (process.platform === 'linux') {
      expect(again.output()).toContain(`https://127.0.0.2:${port + 3}/console/towns/990019`);
      expect(again.output()).toMatch(/SHA-256[\s\S]*([0-9A-F]{2}:){31}[0-9A-F]{2}/);
    }
    again.child.kill('SIGINT');
    await again.ended;

    const cards = readFileSync(join(data, 'cards/hana.json'), 'utf8');
    const anew = go('--reset');
    await anew.says(/^ready$/m);
    expect(readFileSync(join(data, 'cards/hana.json'), 'utf8')).not.toBe(cards);
  });

  it('names a taken port and what to do', async () => {
    const other = createServer().listen(port + 1, '127.0.0.1');
    const refused = go();
    expect(await refused.ended).toBe(1);
    expect(refused.output()).toMatch(new RegExp(`Port ${port + 1} is taken[\\s\\S]*--port`));
    other.close();
  });

  it('names an address that is not this machine’s, and those that are', async () => {
    const refused = go('--host', '203.0.113.9');
    expect(await refused.ended).toBe(1);
    expect(refused.output()).toMatch(/203\.0\.113\.9 is no address of this machine\. It/);
  });

  it('leaves a folder alone that holds something else, even with --reset', async () => {
    writeFileSync(join(data, 'letters.txt'), 'dear …');
    const refused = go('--reset');
    expect(await refused.ended).toBe(1);
    expect(refused.output()).toMatch(/was not made by Chanoma/);
    expect(readFileSync(join(data, 'letters.txt'), 'utf8')).toBe('dear …');
  });
});
