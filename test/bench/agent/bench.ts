import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writeBoxFolder } from '../../../reader-agent/packaging/box-folder.ts';
import { FakePlatform } from '../../reader-agent/fake-platform.ts';
import { type Bench, type Figure, type Report, series, single } from '../report.ts';
import { AgentProcess, memoryOf, type Program } from './agent-process.ts';
import { BusyTime } from './busy-time.ts';
import { certificateBytes, fullCard, moveIn } from './house.ts';
import { measureIdle } from './idle.ts';
import { InstantReader } from './instant-reader.ts';
import { measureLogins } from './logins.ts';

const limits = { agentShareMs: 60, feedbackMs: 30, idlePercent: 0.5, residentMB: 120, readyMs: 700 };
const options = {
  logins: { type: 'string', default: '100' },
  'idle-seconds': { type: 'string', default: '30' },
  starts: { type: 'string', default: '10' },
} as const;

type Say = (line: string) => void;
const source = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const fromSource: Program = [process.execPath, '--import', 'tsx', source('reader-agent/src/main.ts')];
/** Nobody answers there: the start waits for no network. */
const nowhere = ['--platform', 'http://localhost:1'];

async function run(args: readonly string[], say: Say): Promise<Report> {
  const { values } = parseArgs({ args: [...args], options });
  const folder = mkdtempSync(join(tmpdir(), 'chanoma-bench-agent-'));
  try {
    say('building the agent as a box gets it');
    const page = join(folder, 'page');
    mkdirSync(page);
    writeFileSync(join(page, 'index.html'), '<!doctype html><html></html>');
    await writeBoxFolder(join(folder, 'box'), page);
    const packaged: Program = [join(folder, 'box/bin/chanoma-agent')];
    const starts = await measureStarts(packaged, Number(values.starts), say);
    const logins = await measureVisit(packaged, folder, Number(values.logins), say);
    say(`idle for ${values['idle-seconds']} s, with the reader process and the page open`);
    const idle = await measureIdle(packaged, Number(values['idle-seconds']));
    const child = idle.resident[1] ?? 0;
    const together = Math.max(idle.resident[0] ?? 0, logins.resident) + child;
    return {
      figures: [
        ...logins.figures,
        single('idle processor time, agent + reader process', idle.percent, {
          unit: '%',
          limit: limits.idlePercent,
          how: `of one core, over ${values['idle-seconds']} s, registered, connected, page open, ${idle.reader}`,
        }),
        single('resident memory, agent + reader process', together, {
          unit: 'MB',
          limit: limits.residentMB,
          how: 'agent: the larger of idle and after all logins; pages that both share count twice',
        }),
        single('resident memory, agent idle', idle.resident[0] ?? 0, { unit: 'MB' }),
        single('resident memory, agent after all logins', logins.resident, { unit: 'MB' }),
        single('resident memory, reader process', child, { unit: 'MB' }),
        single('proportional memory, both idle', idle.proportional, { unit: 'MB' }),
        ...starts,
      ],
      missing: idle.missing,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureStarts(packaged: Program, count: number, say: Say): Promise<Figure[]> {
  const pcsc = ['--reader', 'pcsc'];
  const simulated = ['--reader', 'simulated', '--card-socket', '/nowhere', '--reader-name', 'none'];
  const ways = [
    {
      name: 'start to ready, packaged, PC/SC reader',
      program: packaged,
      reader: pcsc,
      limit: limits.readyMs,
    },
    {
      name: 'start to ready, packaged, simulated reader',
      program: packaged,
      reader: simulated,
      limit: limits.readyMs,
    },
    { name: 'start to ready, from source (tsx), PC/SC reader', program: fromSource, reader: pcsc },
  ];
  const figures: Figure[] = [];
  for (const { name, program, reader, limit } of ways) {
    say(name);
    const times: number[] = [];
    // The first one reads the disk.
    for (let turn = 0; turn <= (limit === undefined ? Math.min(count, 3) : count); turn += 1) {
      const agent = await AgentProcess.start(program, [...nowhere, ...reader]);
      if (turn > 0) times.push(agent.readyAfter);
      await agent.stop();
    }
    figures.push(series(name, times, limit === undefined ? {} : { limit }));
  }
  return figures;
}

async function measureVisit(
  packaged: Program,
  folder: string,
  count: number,
  say: Say,
): Promise<{ figures: Figure[]; resident: number }> {
  const busy = new BusyTime();
  const platform = await FakePlatform.start();
  const socket = join(folder, 'reader.sock');
  const reader = await InstantReader.listen(socket, busy);
  const card = await fullCard();
  const cards = ['--reader', 'simulated', '--card-socket', socket, '--reader-name', 'bench'];
  const agent = await AgentProcess.start(packaged, ['--platform', platform.url, ...cards]);
  try {
    say(`${count} logins without PIN`);
    const television = await moveIn(agent, platform, card);
    busy.watchHttp();
    const logins = await measureLogins(television, reader, card, busy, count);
    const bytes = certificateBytes(card);
    const mostApdus = 8 + Math.ceil(bytes / 256);
    const of = (what: keyof (typeof logins)[number]) => logins.map((login) => login[what]);
    const figures = [
      series('card seen → logged in, the agent’s own share', of('agent'), {
        limit: limits.agentShareMs,
        how: 'the whole, less what card and platform had in hand; their transport counts as the agent’s',
      }),
      series('card seen → logged in, the whole', of('whole')),
      series('card seen → first word on the page’s socket', of('seen'), { limit: limits.feedbackMs }),
      series('card seen → the login’s next phase on the page’s socket', of('goesOn'), {
        limit: limits.feedbackMs,
      }),
      series('commands to the card for a login without PIN', of('apdus'), {
        of: 'max',
        unit: 'count',
        limit: mostApdus,
        how: `8 + ⌈${bytes} / 256⌉`,
      }),
      single('certificate of the card', bytes, { unit: 'bytes' }),
    ];
    return { figures, resident: memoryOf(agent.processes[0] ?? 0).resident };
  } finally {
    busy.stop();
    await agent.stop();
    reader.close();
    await platform.down();
  }
}

export const agent: Bench = {
  summary: 'the packaged agent: login, first feedback, card commands, idle, memory, start',
  options: `--logins N        T1 logins, after ten that do not count (default 100)
--idle-seconds N  how long it is watched doing nothing (default 30)
--starts N        starts of each kind, after one that does not count (default 10; from source at most 3)
`,
  run,
};
