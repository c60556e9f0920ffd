import { randomUUID } from 'node:crypto';
import type { SeenCard, SeenHolder } from '../../server/seen-cards.ts';
import type { CardEnvironment } from '../login/environment.ts';
import { askAgainLater } from '../login/recheck.ts';
import { findHolder } from '../persons/find.ts';
import { askRevocation } from '../revocation/status.ts';
import type { IdentityTables } from '../tables.ts';
import { examine } from './examine.ts';

/** The service under which what came of an unconfirmed check-in is told (policy.ts: `town` takes unconfirmed logins). */
const service = 'town';

/**
 * Whose card staff saw at a shelter's reception. Certificate and revocation are asked about as in a login; without an answer
 * the holder is unconfirmed and asked about again. There is no proof of possession: the staff saw the card and its holder.
 */
export async function holderOfSeenCard(
  environment: CardEnvironment,
  { certificate: der, box }: SeenCard,
): Promise<SeenHolder> {
  const { context, sources } = environment;
  const { verdict, certificate, anchor } = examine(environment, 'authentication', der);
  if (verdict !== 'good' || !certificate || !anchor) return { found: false, why: 'not-good' };
  const holder = await findHolder(context.tables<IdentityTables>(), anchor.issuerKey, certificate.serial);
  if (!holder) return { found: false, why: 'unknown' };
  const { person } = holder;
  const revocation = await askRevocation(sources, certificate, anchor);
  if (revocation === 'revoked') return { found: false, why: 'not-good' };
  const unconfirmed = revocation === 'unavailable';
  if (unconfirmed) {
    const seen = { challenge: randomUUID(), person, box, service, at: context.clock() } as const;
    await askAgainLater(context, seen, certificate, anchor);
  }
  return { found: true, unconfirmed, subjectIn: (sector) => context.pairwise(sector, person) };
}
