import { ServiceName } from '../../../mock-platform/src/protocol/basics.ts';
import { CardTier } from '../../../mock-platform/src/protocol/identity.ts';
import { ConfigurationError } from '../configuration.ts';
import { codeOf } from '../failure.ts';
import type { LoginProgress } from '../protocol/local.ts';
import { exitCodes, type Outcome } from './commands.ts';
import { findAgent, noAgentText } from './no-agent.ts';
import type { CommandSettings } from './options.ts';
import { PinPrompt } from './pin-prompt.ts';
import { meaningOf } from './readers.ts';

const sentences: Record<LoginProgress['phase'], string> = {
  'waiting-for-card': 'Lay the card on the reader.',
  reading: 'Reading the card. Leave it there.',
  'waiting-for-pin': 'The card asks for the PIN.',
  'waiting-for-consent': 'One try is left.',
  proving: 'The card proves itself.',
  checking: 'The platform checks.',
  done: 'Logged in. The visit lasts as long as the card lies there.',
  refused: 'Refused.',
  cancelled: 'Cancelled.',
};

/** `login`: the same login as the television’s, through the running agent. */
export async function login(settings: CommandSettings): Promise<Outcome> {
  const service = ServiceName.safeParse(settings.service ?? 'health');
  if (!service.success) throw new ConfigurationError(`--service: there is no service "${settings.service}"`);
  const tier = CardTier.safeParse(settings.tier ?? 't1');
  if (!tier.success) throw new ConfigurationError(`--tier must be t1, t2 or t3, not "${settings.tier}"`);
  const { agent, control } = await findAgent(settings);
  if (agent === undefined) {
    const json = { verdict: 'refused', code: 'agent.none', phases: [] };
    return { exit: exitCodes.noAgent, json, text: noAgentText(control) };
  }
  const show = settings.json ? () => undefined : (line: string) => void process.stdout.write(`${line}\n`);
  const prompt = new PinPrompt(agent, process.stdin, process.stderr);
  const phases: { phase: string; code?: string }[] = [];
  const end = (verdict: string, code: string | undefined): Outcome => ({
    exit: verdict === 'done' ? exitCodes.done : exitCodes.no,
    json: { service: service.data, tier: settings.tier ?? null, verdict, code: code ?? null, phases },
    text: code === undefined ? '' : `${meaningOf(code)} (${code})\n`,
  });
  let last: LoginProgress | undefined;
  let cancel = (): void => undefined;
  try {
    const asked = settings.tier === undefined ? {} : { tier: tier.data };
    const { login: id } = await agent.call('desk.login', { service: service.data, ...asked });
    cancel = () => void agent.call('desk.cancel', { login: id }).catch(() => undefined);
    process.on('SIGINT', cancel);
    for (let ended = false, after = 0; !ended; ) {
      const answer = await agent.call('desk.steps', { login: id, after });
      after += answer.steps.length;
      ended = answer.ended;
      for (const step of answer.steps) {
        const { phase, code } = step;
        if (!phase.startsWith('waiting-for')) prompt.follow(step);
        if (phase !== last?.phase || code !== last.code) {
          phases.push({ phase, ...(code !== undefined && { code }) });
          if (code !== undefined && !ended) show(meaningOf(code));
          show(sentences[phase]);
        }
        last = step;
      }
      if (!ended && last !== undefined) prompt.follow(last);
    }
    return end(last?.phase ?? 'cancelled', last?.code);
  } catch (error) {
    return end('refused', codeOf(error, 'platform.failed'));
  } finally {
    process.off('SIGINT', cancel);
    prompt.close();
    agent.close();
  }
}
