import type * as z from 'zod/mini';
import type { ServiceName } from '../../protocol/basics.ts';
import type { EndRequest } from '../../protocol/staff.ts';
import type { PlatformContext } from '../../server/context.ts';
import { tellProtectionChanged } from '../../server/protection.ts';
import type { StaffCaller } from '../staff/caller.ts';
import { endVisits } from '../visits/visits.ts';
import { endCertificates } from './bind.ts';
import { changeMember, type Member } from './change-member.ts';
import { leaveHouseholds } from './households.ts';
import { isProtected } from './protection.ts';
import { linkServices, unlinkServices } from './services.ts';

type Reason = z.infer<typeof EndRequest>['reason'];

/**
 * Ends what a reason ends. Moved out or unlinked: the place in this household. Loss: the card, until it is enrolled anew;
 * the person stays. Death: card, households and services everywhere.
 * @throws PlatformError 404 `staff.person-unknown`
 */
export async function endLinks(
  context: PlatformContext,
  caller: StaffCaller,
  member: Member,
  reason: Reason,
): Promise<void> {
  const person = await changeMember(context, caller, member, {
    kind: 'link.ended',
    record: { reason },
    async change(tables, person, now) {
      if (reason === 'loss' || reason === 'death') await endCertificates(tables, person, { now, reason });
      if (reason === 'death') await unlinkServices(tables, person, { now, reason });
      if (reason === 'loss') return;
      const where = reason === 'death' ? {} : { household: member.household };
      await leaveHouseholds(tables, person, { now, reason, ...where });
    },
  });
  // Whoever is logged in at a service provider by this link is so no longer; another household's television is another link.
  const isEverywhere = reason === 'death' || reason === 'loss';
  const where = isEverywhere ? {} : { household: member.household };
  await endVisits(context, { persons: [person], ...where }, 'link-ended');
  if (await isProtected(context, person)) tellProtectionChanged(context, person);
}

/** Sets the services that a person agrees to: new ones are linked, others end. @throws PlatformError 404 */
export async function agreeToServices(
  context: PlatformContext,
  caller: StaffCaller,
  member: Member,
  services: readonly ServiceName[],
): Promise<void> {
  await changeMember(context, caller, member, {
    kind: 'services.agreed',
    record: { services },
    async change(tables, person, now) {
      const linked = await tables
        .selectFrom('identity.service_link')
        .select('service')
        .where('person', '=', person)
        .where('to_at', 'is', null)
        .execute();
      for (const { service } of linked) {
        if (services.includes(service)) continue;
        await unlinkServices(tables, person, { now, reason: 'unlinked', service });
      }
      await linkServices(tables, { person, source: 'staff', now }, services);
    },
  });
}
