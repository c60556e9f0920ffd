import type * as z from 'zod/mini';
import { LoginStatement } from '../../protocol/identity.ts';
import type { RegisteredBox } from '../../server/context.ts';
import { readSworn } from '../sworn.ts';

export const statementType = 'chanoma-login+jwt';

/** What a box swore about one card. */
export type Statement = z.infer<typeof LoginStatement>;

/** Reads a login statement; see `readSworn`. */
export const readStatement = (jws: string, box: RegisteredBox): Statement | undefined =>
  readSworn(jws, box, statementType, LoginStatement);
