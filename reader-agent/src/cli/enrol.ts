import { Uuid } from '../../../mock-platform/src/protocol/basics.ts';
import { ConfigurationError } from '../configuration.ts';
import type { Outcome } from './commands.ts';
import { type Followed, followLogin } from './follow-login.ts';
import type { CommandSettings } from './options.ts';

const sentences: Followed['sentences'] = {
  'waiting-for-card': 'Lay the card on the reader.',
  reading: 'Reading the card. Leave it there.',
  'waiting-for-pin': 'The holder types the PIN at the television.',
  'waiting-for-consent': 'One try is left. The holder decides at the television.',
  proving: 'The card signs.',
  checking: 'The platform checks.',
  done: 'Registered. The card may be taken.',
  refused: 'Refused.',
  cancelled: 'Cancelled.',
};

/** `enrol`: registers a card for an application, through the running agent; both PINs are typed at the television. */
export async function enrol(settings: CommandSettings): Promise<Outcome> {
  const application = Uuid.safeParse(settings.application);
  if (!application.success)
    throw new ConfigurationError(
      '--application must be what staff got when they opened it ("application" of the answer)',
    );
  return followLogin(settings, {
    json: { application: application.data },
    sentences,
    start: (agent) => agent.call('desk.enrol', { application: application.data }),
  });
}
