import { createPublicKey, randomUUID } from 'node:crypto';
import type { ServiceName } from '../../protocol/basics.ts';
import type { PlatformContext } from '../../server/context.ts';
import { PlatformError } from '../../server/platform-error.ts';
import { appendWithin } from '../audit/append.ts';
import { eventFact } from '../audit/record.ts';
import { type FourFacts, keepFacts } from '../facts/store.ts';
import { bindCertificate, bindSignature, bindSurfaceKey, type LinkedCertificate } from '../links/bind.ts';
import { joinHousehold } from '../links/households.ts';
import { linkServices } from '../links/services.ts';
import type { SerialName } from '../links/source.ts';
import { personalServices } from '../policy.ts';
import type { IdentityTables, LinkSource } from '../tables.ts';

export interface Enrolment {
  /** Platform's own household id, as in the register of boxes. */
  household: string;
  /** Tenant of the household. */
  operator?: string;
  certificate: SerialName;
  /** Signature certificate of the same card, with the name of its revocation list (DER); children have none. */
  signature?: LinkedCertificate;
  /** Key of the card's surface application: SubjectPublicKeyInfo, base64. */
  surfacePublicKey: string;
  /** When the person used the PIN, in the same tap (公的個人認証法 38条の4 condition a). */
  pinUsedAt: Date;
  /** Kept encrypted. */
  facts?: FourFacts;
  /** Services that the person agrees to open; all personal ones by default. */
  services?: readonly ServiceName[];
  source?: LinkSource;
}

/**
 * Makes an account for a person and binds certificate and surface key to it, without looking at a card: for staff's
 * import and the demo's seed.
 * @returns the platform's own person id; it leaves `identity` only through `context.pairwise(sector, id)`
 * @throws PlatformError `enrolment.known` when the certificate already belongs to somebody
 */
export async function enrolPerson(
  context: Pick<PlatformContext, 'tables' | 'clock' | 'pairwise' | 'keys'>,
  enrolment: Enrolment,
): Promise<string> {
  const { household, operator, certificate, signature, surfacePublicKey, pinUsedAt, facts } = enrolment;
  const { services = personalServices, source = 'staff' } = enrolment;
  createPublicKey({ key: Buffer.from(surfacePublicKey, 'base64'), format: 'der', type: 'spki' });
  const person = randomUUID();
  const now = context.clock();
  await context
    .tables<IdentityTables>()
    .transaction()
    .execute(async (tables) => {
      const link = { person, source, now };
      await tables.insertInto('identity.person').values({ id: person, created_at: now }).execute();
      if (!(await bindCertificate(tables, link, certificate)))
        throw new PlatformError(409, 'enrolment.known');
      await bindSurfaceKey(tables, { certificate, publicKey: surfacePublicKey, pinUsedAt, source });
      if (signature && !(await bindSignature(tables, link, signature))) {
        throw new PlatformError(409, 'enrolment.known');
      }
      await joinHousehold(tables, link, { household, operator: operator ?? null, consent: null });
      await linkServices(tables, link, services);
      if (facts) await keepFacts(tables, context, person, facts);
      await appendWithin(tables, [eventFact(context, 'person.enrolled', { person, by: source })]);
    });
  return person;
}
