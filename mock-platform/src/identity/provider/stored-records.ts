import type { Kysely } from 'kysely';
import type { Adapter, AdapterPayload } from 'oidc-provider';
import type { Clock } from '../../server/context.ts';
import type { IdentityTables } from '../tables.ts';
import { errors } from './library.ts';

/** So long the provider still tells “expired” from “unknown”; it compares the times itself. */
export const graceMs = 300_000;
/** For what comes without a time to live. */
const KEEP_SECONDS = 3600;

type Records = Pick<
  Adapter,
  'find' | 'upsert' | 'consume' | 'destroy' | 'findByUid' | 'findByUserCode' | 'revokeByGrantId'
>;

/**
 * Sessions, interactions, codes, grants and opaque tokens in SQL, so that several platform processes share them and one
 * statement ends all that hangs on a grant.
 */
export function storedRecords(tables: Kysely<IdentityTables>, kind: string, clock: Clock): Records {
  const found = async (
    by: 'id' | 'uid' | 'user_code',
    value: string,
  ): Promise<AdapterPayload | undefined> => {
    const row = await tables
      .selectFrom('identity.provider_record')
      .select(['payload', 'consumed_at'])
      .where('kind', '=', kind)
      .where(by, '=', value)
      .where('expires_at', '>', new Date(clock().getTime() - graceMs))
      .executeTakeFirst();
    if (!row) return undefined;
    const consumed = row.consumed_at === null ? {} : { consumed: true };
    return { ...row.payload, ...consumed } as AdapterPayload;
  };
  return {
    find: (id) => found('id', id),
    findByUid: (uid) => found('uid', uid),
    findByUserCode: (userCode) => found('user_code', userCode),
    async upsert(id, payload, expiresIn) {
      const written = {
        payload: JSON.stringify(payload),
        grant_id: payload.grantId ?? null,
        user_code: payload.userCode ?? null,
        uid: payload.uid ?? null,
        expires_at: new Date(clock().getTime() + (expiresIn ?? KEEP_SECONDS) * 1000),
      };
      await tables
        .insertInto('identity.provider_record')
        .values({ kind, id, ...written, consumed_at: null })
        .onConflict((on) => on.columns(['kind', 'id']).doUpdateSet(written))
        .execute();
    },
    async consume(id) {
      const consumed = await tables
        .updateTable('identity.provider_record')
        .set({ consumed_at: clock() })
        .where('kind', '=', kind)
        .where('id', '=', id)
        .where('consumed_at', 'is', null)
        .returning('id')
        .executeTakeFirst();
      // Of several at once, at several processes, exactly one uses a code.
      if (!consumed) throw new errors.InvalidGrant('used before');
    },
    async destroy(id) {
      await tables
        .deleteFrom('identity.provider_record')
        .where('kind', '=', kind)
        .where('id', '=', id)
        .execute();
    },
    async revokeByGrantId(grantId) {
      await tables.deleteFrom('identity.provider_record').where('grant_id', '=', grantId).execute();
    },
  };
}

/** Notes an identifier that counts once; false when it was noted before and still counts. */
export async function useOnce(
  tables: Kysely<IdentityTables>,
  kind: string,
  id: string,
  { now, until }: { now: Date; until: Date },
): Promise<boolean> {
  const noted = await tables
    .insertInto('identity.provider_record')
    .values({
      kind,
      id,
      payload: '{}',
      grant_id: null,
      user_code: null,
      uid: null,
      expires_at: until,
      consumed_at: null,
    })
    .onConflict((on) =>
      on
        .columns(['kind', 'id'])
        .doUpdateSet({ expires_at: until })
        .where('identity.provider_record.expires_at', '<=', now),
    )
    .returning('id')
    .executeTakeFirst();
  return noted !== undefined;
}
