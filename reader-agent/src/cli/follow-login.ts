import { codeOf } from '../failure.ts';
import type { LoginProgress } from '../protocol/local.ts';
import { exitCodes, type Outcome } from './commands.ts';
import type { ControlClient } from './control-client.ts';
import { findAgent, noAgentText } from './no-agent.ts';
import type { CommandSettings } from './options.ts';
import type { PinPrompt } from './pin-prompt.ts';
import { meaningOf } from './readers.ts';

type Phase = LoginProgress['phase'];

/** A login or enrolment that the running agent shall do, and how the command line tells of it. */
export interface Followed {
  /** Beside verdict, code and phases. */
  json: object;
  sentences: Record<Phase, string>;
  start(agent: ControlClient): Promise<{ login: string }>;
  /** Absent when PINs are typed elsewhere. */
  prompt?: (agent: ControlClient) => Pick<PinPrompt, 'follow' | 'close'>;
}

/** Starts it at the agent that the settings mean and tells each phase until the end; Ctrl-C cancels. */
export async function followLogin(settings: CommandSettings, followed: Followed): Promise<Outcome> {
  const { agent, control } = await findAgent(settings);
  if (agent === undefined) {
    const json = { ...followed.json, verdict: 'refused', code: 'agent.none', phases: [] };
    return { exit: exitCodes.noAgent, json, text: noAgentText(control) };
  }
  const show = settings.json ? () => undefined : (line: string) => void process.stdout.write(`${line}\n`);
  const prompt = followed.prompt?.(agent);
  const phases: { phase: string; code?: string }[] = [];
  const end = (verdict: string, code: string | undefined): Outcome => ({
    exit: verdict === 'done' ? exitCodes.done : exitCodes.no,
    json: { ...followed.json, verdict, code: code ?? null, phases },
    text: code === undefined ? '' : `${meaningOf(code)} (${code})\n`,
  });
  let last: LoginProgress | undefined;
  let cancel = (): void => undefined;
  try {
    const { login: id } = await followed.start(agent);
    cancel = () => void agent.call('desk.cancel', { login: id }).catch(() => undefined);
    process.on('SIGINT', cancel);
    for (let ended = false, after = 0; !ended; ) {
      const answer = await agent.call('desk.steps', { login: id, after });
      after += answer.steps.length;
      ended = answer.ended;
      for (const step of answer.steps) {
        const { phase, code } = step;
        if (!phase.startsWith('waiting-for')) prompt?.follow(step);
        if (phase !== last?.phase || code !== last.code) {
          phases.push({ phase, ...(code !== undefined && { code }) });
          if (code !== undefined && !ended) show(meaningOf(code));
          show(followed.sentences[phase]);
        }
        last = step;
      }
      if (!ended && last !== undefined) prompt?.follow(last);
    }
    return end(last?.phase ?? 'cancelled', last?.code);
  } catch (error) {
    return end('refused', codeOf(error, 'platform.failed'));
  } finally {
    process.off('SIGINT', cancel);
    prompt?.close();
    agent.close();
  }
}
