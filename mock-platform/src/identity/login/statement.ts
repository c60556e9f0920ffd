import { compactVerify, importJWK } from 'jose';
import type * as z from 'zod/mini';
import { LoginStatement } from '../../protocol/identity.ts';
import type { RegisteredBox } from '../../server/context.ts';
import { PlatformError } from '../../server/platform-error.ts';
import { fieldFaults } from '../../server/problems.ts';

export const statementType = 'chanoma-login+jwt';

/** What a box swore about one card. */
export type Statement = z.infer<typeof LoginStatement>;

/**
 * Reads a statement that the box's registered key must have signed (ES256).
 * @returns undefined when it is not signed by that key
 * @throws PlatformError `request.malformed` naming the field when the signed payload is not a statement
 */
export async function readStatement(jws: string, box: RegisteredBox): Promise<Statement | undefined> {
  let payload: unknown;
  try {
    const key = await importJWK({ ...box.publicKey }, 'ES256');
    const verified = await compactVerify(jws, key, { algorithms: ['ES256'] });
    if (verified.protectedHeader.typ !== statementType) return undefined;
    payload = JSON.parse(new TextDecoder().decode(verified.payload));
  } catch {
    return undefined;
  }
  const read = LoginStatement.safeParse(payload);
  if (!read.success) {
    const faults = fieldFaults(read.error.issues).map((fault) => ({
      ...fault,
      path: `/statement${fault.path}`,
    }));
    throw new PlatformError(400, 'request.malformed', 'In the signed statement.', faults);
  }
  return read.data;
}
