import { setTimeout as pause } from 'node:timers/promises';
import { PrivatePcscd } from '../../interop/pcscd.ts';
import { missing } from '../../interop/requirements.ts';
import { FakePlatform } from '../../reader-agent/fake-platform.ts';
import { AgentProcess, memoryOf, type Program, processorTimeOf } from './agent-process.ts';
import { fullCard, moveIn } from './house.ts';

export interface Idle {
  /** Of one core, all processes. */
  percent: number;
  /** MB: agent, reader process. */
  resident: number[];
  proportional: number;
  /** What was there to read cards. */
  reader: string;
  missing: string[];
}

/** After the start everything settles first: connections, compiled code. */
const settlingMs = 5000;

/** An agent that nobody uses, with its reader process on a real pcscd where there is one. */
export async function measureIdle(program: Program, seconds: number): Promise<Idle> {
  const lacking = missing('pcscd', 'folder /run/pcscd', 'vsmartcard-vpcd');
  const pcscd = lacking.length === 0 ? await PrivatePcscd.open() : undefined;
  await pcscd?.start();
  const platform = await FakePlatform.start();
  const environment = pcscd?.environment ?? process.env;
  const agent = await AgentProcess.start(program, ['--platform', platform.url], environment);
  try {
    const page = await moveIn(agent, platform, await fullCard());
    const { reader } = await page.hello();
    await pause(settlingMs);
    const { processes } = agent;
    const used = (): number => processes.reduce((sum, pid) => sum + processorTimeOf(pid), 0);
    const before = used();
    await pause(seconds * 1000);
    const percent = (used() - before) / (seconds * 10);
    const memory = processes.map(memoryOf);
    return {
      percent,
      resident: memory.map(({ resident }) => resident),
      proportional: memory.reduce((sum, { proportional }) => sum + proportional, 0),
      reader: `reader ${reader.state}`,
      missing: lacking.map((what) => `a reader while idle: ${what} is missing here`),
    };
  } finally {
    await agent.stop();
    await platform.down();
    await pcscd?.close();
  }
}
