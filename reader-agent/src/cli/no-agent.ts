import { ConfigurationError } from '../configuration.ts';
import { program } from '../program.ts';
import { ControlClient } from './control-client.ts';
import type { CommandSettings } from './options.ts';

/**
 * The running agent that the options mean, and the path of its socket; `agent` is undefined when none answers there.
 * @throws ConfigurationError when no option says which agent
 */
export async function findAgent({
  control,
}: CommandSettings): Promise<{ agent: ControlClient | undefined; control: string }> {
  if (control === undefined) throw new ConfigurationError('--data (or --control) is missing: which agent?');
  return { agent: await ControlClient.open(control), control };
}

/** What to do when no agent answers. */
export const noAgentText = (control: string): string => `No agent answers on ${control}.
Start it (${program} --data DIR --platform URL, on a box: systemctl start chanoma-agent), as the user who owns
that socket, or give the right --data.
`;
