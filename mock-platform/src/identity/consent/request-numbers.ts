import { randomInt } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { IdentityTables } from '../tables.ts';
import type { WaitingRequest } from './requests.ts';

const DIGITS = 8;
/** Among the records of the provider, which end by themselves. */
const kind = 'RequestNumber';

const recordOf = (id: string) => ({ kind, id, payload: '{}', grant_id: null, consumed_at: null });

/** The number under which a television finds the login of a browser's page; the same as long as the login waits. */
export async function requestNumber(
  tables: Kysely<IdentityTables>,
  { id, expires_at }: Pick<WaitingRequest, 'id' | 'expires_at'>,
): Promise<string> {
  for (;;) {
    const known = await tables
      .selectFrom('identity.provider_record')
      .select('id')
      .where('kind', '=', kind)
      .where('uid', '=', id)
      .executeTakeFirst();
    if (known) return known.id;
    const number = String(randomInt(10 ** DIGITS)).padStart(DIGITS, '0');
    // A device may show this very number: then another one.
    const device = await tables
      .selectFrom('identity.provider_record')
      .select('id')
      .where('user_code', '=', number)
      .executeTakeFirst();
    if (device) continue;
    await tables
      .insertInto('identity.provider_record')
      .values({ ...recordOf(number), user_code: null, uid: id, expires_at })
      .onConflict((on) => on.doNothing())
      .execute();
  }
}

/** The request of a browser's page that shows this number. */
export async function requestOfNumber(
  tables: Kysely<IdentityTables>,
  number: string,
): Promise<WaitingRequest | undefined> {
  const record = await tables
    .selectFrom('identity.provider_record')
    .select('uid')
    .where('kind', '=', kind)
    .where('id', '=', number)
    .executeTakeFirst();
  if (!record?.uid) return undefined;
  return tables
    .selectFrom('identity.federation_request')
    .selectAll()
    .where('id', '=', record.uid)
    .executeTakeFirst();
}
