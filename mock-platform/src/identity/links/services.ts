import type { Transaction } from 'kysely';
import type { ServiceName } from '../../protocol/basics.ts';
import type { EndReason, IdentityTables } from '../tables.ts';
import type { NewLink } from './bind.ts';

type Tables = Transaction<IdentityTables>;

/** Links a person to services, with the person's consent; those that are linked already stay as they are. */
export async function linkServices(
  tables: Tables,
  { person, source, now }: NewLink,
  services: readonly ServiceName[],
): Promise<void> {
  if (services.length === 0) return;
  await tables
    .insertInto('identity.service_link')
    .values(
      services.map((service) => ({
        person,
        service,
        provider_user: null,
        source,
        from_at: now,
        to_at: null,
        end_reason: null,
      })),
    )
    .onConflict((on) => on.columns(['person', 'service']).where('to_at', 'is', null).doNothing())
    .execute();
}

/** Ends a person's link to one service, or to all. @returns how many ended */
export async function unlinkServices(
  tables: Tables,
  person: string,
  { now, reason, service }: { now: Date; reason: EndReason; service?: ServiceName },
): Promise<number> {
  const ended = await tables
    .updateTable('identity.service_link')
    .set({ to_at: now, end_reason: reason })
    .where('person', '=', person)
    .where('to_at', 'is', null)
    .$if(service !== undefined, (query) => query.where('service', '=', service!))
    .returning('service')
    .execute();
  return ended.length;
}
