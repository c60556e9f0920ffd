import { ConfigurationError } from '../configuration.ts';
import { codeOf } from '../failure.ts';
import { exitCodes, type Outcome } from './commands.ts';
import type { ControlClient } from './control-client.ts';
import { findAgent, noAgentText } from './no-agent.ts';
import type { CommandSettings } from './options.ts';
import { meaningOf } from './readers.ts';

/** `register`: the running agent takes the one-time code to the platform. */
export function register(settings: CommandSettings): Promise<Outcome> {
  const code = settings.code?.replace(/[\s-]/g, '');
  if (code === undefined || code === '')
    throw new ConfigurationError('--code is missing: the one-time code that staff read out');
  return withAgent(settings, { registered: false, box: null }, async (agent) => {
    const { box } = await agent.call('box.register', { code });
    return { json: { registered: true, box }, text: `Registered. The box is ${box}.\n` };
  });
}

/** `pair`: an address with a fresh one-time code, for the browser of this box. */
export function pair(settings: CommandSettings): Promise<Outcome> {
  return withAgent(settings, { url: null }, async (agent) => {
    const { code } = await agent.call('pairing.code', {});
    const url = `http://localhost:${settings.port}/pair?code=${code}`;
    return { json: { url }, text: `${url}\n` };
  });
}

/** Asks the running agent; `without` is what stands in the JSON when it cannot do it. */
async function withAgent(
  settings: CommandSettings,
  without: object,
  work: (agent: ControlClient) => Promise<{ json: object; text: string }>,
): Promise<Outcome> {
  const { agent, control } = await findAgent(settings);
  if (agent === undefined) {
    const json = { ...without, code: 'agent.none' };
    return { exit: exitCodes.noAgent, json, text: noAgentText(control) };
  }
  try {
    const { json, text } = await work(agent);
    return { exit: exitCodes.done, json: { ...json, code: null }, text };
  } catch (error) {
    const code = codeOf(error, 'platform.failed');
    return { exit: exitCodes.no, json: { ...without, code }, text: `${meaningOf(code)} (${code})\n` };
  } finally {
    agent.close();
  }
}
