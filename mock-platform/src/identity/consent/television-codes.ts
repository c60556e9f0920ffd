import { randomInt } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { IdentityTables } from '../tables.ts';

export const televisionCodeSeconds = 300;
const DIGITS = 8;

/** Makes the number that names a television for five minutes; the one before ends. */
export async function makeTelevisionCode(
  tables: Kysely<IdentityTables>,
  box: string,
  now: Date,
): Promise<{ code: string; expiresAt: Date }> {
  const expiresAt = new Date(now.getTime() + televisionCodeSeconds * 1000);
  await tables
    .deleteFrom('identity.television_code')
    .where((of) => of.or([of('box', '=', box), of('expires_at', '<=', now)]))
    .execute();
  for (;;) {
    const code = String(randomInt(10 ** DIGITS)).padStart(DIGITS, '0');
    const made = await tables
      .insertInto('identity.television_code')
      .values({ code, box, expires_at: expiresAt })
      .onConflict((on) => on.doNothing())
      .returning('code')
      .executeTakeFirst();
    if (made) return { code, expiresAt };
  }
}

/** The television that shows this number; the number is used up. Blanks and full-width digits do not matter. */
export async function useTelevisionCode(
  tables: Kysely<IdentityTables>,
  typed: string,
  now: Date,
): Promise<string | undefined> {
  const code = typed.normalize('NFKC').replace(/[\s-]/g, '');
  if (!/^\d{8}$/.test(code)) return undefined;
  const used = await tables
    .deleteFrom('identity.television_code')
    .where('code', '=', code)
    .returning(['box', 'expires_at'])
    .executeTakeFirst();
  return used && used.expires_at > now ? used.box : undefined;
}
