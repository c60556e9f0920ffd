import { ServiceName } from '../../../mock-platform/src/protocol/basics.ts';
import { CardTier } from '../../../mock-platform/src/protocol/identity.ts';
import { ConfigurationError } from '../configuration.ts';
import type { Outcome } from './commands.ts';
import { type Followed, followLogin } from './follow-login.ts';
import type { CommandSettings } from './options.ts';
import { PinPrompt } from './pin-prompt.ts';

const sentences: Followed['sentences'] = {
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
  const asked = settings.tier === undefined ? {} : { tier: tier.data };
  return followLogin(settings, {
    json: { service: service.data, tier: settings.tier ?? null },
    sentences,
    start: (agent) => agent.call('desk.login', { service: service.data, ...asked }),
    prompt: (agent) => new PinPrompt(agent, process.stdin, process.stderr),
  });
}
