import { accessTokenSeconds } from '../protocol/tokens.ts';
import type { PlatformContext } from '../server/context.ts';
import type { RecheckedLogin } from '../server/unconfirmed-logins.ts';
import type { AlertsTables } from './tables.ts';

/**
 * Takes the card's weight off answers that were given with a login which turned out to be of a revoked card, or which nobody
 * ever confirmed: they count as a key press at that television from then on. The signed statement stays as it was.
 */
export async function weighAnswersAgain(context: PlatformContext, login: RecheckedLogin): Promise<void> {
  if (login.outcome === 'confirmed') return;
  await context
    .tables<AlertsTables>()
    .updateTable('alerts.answer')
    .set({ tier: 't0' })
    .where('box', '=', login.box)
    .where('resident', '=', login.subjectIn('town'))
    .where('tier', '!=', 't0')
    .where('stored_at', '>=', login.at)
    .where('stored_at', '<=', new Date(login.at.getTime() + accessTokenSeconds * 1000))
    .execute();
}
