import { exitCodes, type Outcome } from '../commands.ts';
import { ControlClient } from '../control-client.ts';
import type { CommandSettings } from '../options.ts';
import { table } from '../table.ts';
import { boxLayers, page, port } from './box-layers.ts';
import { cardLayers, node } from './card-layers.ts';
import type { Check } from './check.ts';
import { platformLayers } from './platform-layers.ts';

const signs: Record<Check['state'], string> = { ok: '✓', missing: '✗', skipped: '–' };

/** `doctor`: every layer of the box, from Node to the port, whether an agent runs or not. */
export async function doctor(settings: CommandSettings): Promise<Outcome> {
  const running = await agentRuns(settings.control);
  const [cards, box, platform, pageCheck, portCheck] = await Promise.all([
    cardLayers(settings.reader),
    boxLayers(settings.dataDirectory),
    platformLayers(settings.platform),
    page(settings),
    port(settings, running),
  ]);
  const checks = [node(), ...cards, ...box, ...platform, pageCheck, portCheck];
  const ok = checks.every(({ state }) => state !== 'missing');
  return {
    exit: ok ? exitCodes.done : exitCodes.no,
    json: { ok, agent: running ? 'running' : 'stopped', checks },
    text: textOf(checks, running),
  };
}

async function agentRuns(control: string | undefined): Promise<boolean> {
  const client = control === undefined ? undefined : await ControlClient.open(control);
  if (client === undefined) return false;
  const answers = await client.call('status', {}).then(
    () => true,
    () => false,
  );
  client.close();
  return answers;
}

function textOf(checks: readonly Check[], running: boolean): string {
  const rows = checks.flatMap(({ layer, state, detail, remedy }) => [
    [signs[state], layer, detail],
    ...(remedy === undefined ? [] : [['', '', `→ ${remedy}`]]),
  ]);
  return `${table(rows)}${running ? 'An agent is running.' : 'No agent was found running.'}\n`;
}
