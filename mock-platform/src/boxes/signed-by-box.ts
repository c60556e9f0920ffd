import type * as z from 'zod/mini';
import type { RegisteredBox } from '../server/context.ts';
import { isSignedBy, readJws } from '../server/jws.ts';
import { PlatformError } from '../server/platform-error.ts';
import { fieldFaults } from '../server/problems.ts';

/** What a statement must be. */
interface Expected<T> {
  /** `typ` of its header. */
  type: string;
  schema: z.ZodMiniType<T>;
  /** Code for a statement that this box did not sign. */
  refusal: 'answer.signature' | 'receipt.signature' | 'watch-over.signature' | 'shelter.signature';
  /** Where the statement stands in the message, as a JSON pointer. */
  path: string;
}

/** An error that names one field. */
export const refusedAt = (code: string, path: string, message: string): PlatformError =>
  new PlatformError(400, code, message, [{ path, message }]);

/**
 * Payload of a compact JWS (ES256) by a box's registered key.
 * @throws PlatformError `refusal`, or `request.malformed` naming the field of the payload
 */
export function signedByBox<T>(
  box: RegisteredBox,
  statement: string,
  { type, schema, refusal, path }: Expected<T>,
): T {
  const jws = readJws(statement);
  if (!jws || jws.header.typ !== type || !isSignedBy(jws, box.publicKey))
    throw refusedAt(refusal, path, 'Not a statement signed by this box.');
  const parsed = schema.safeParse(jws.payload);
  if (parsed.success) return parsed.data;
  const fault = fieldFaults(parsed.error.issues)[0]!;
  throw refusedAt('request.malformed', `${path}${fault.path}`, fault.message);
}
