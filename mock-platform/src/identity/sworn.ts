import * as z from 'zod/mini';
import type { RegisteredBox } from '../server/context.ts';
import { isSignedBy, readJws } from '../server/jws.ts';
import { PlatformError } from '../server/platform-error.ts';
import { fieldFaults } from '../server/problems.ts';

/**
 * Reads a message of one type that the box's registered key must have signed (compact JWS, ES256).
 * @returns undefined when it is not signed by that key, or of another type
 * @throws PlatformError `request.malformed` naming the field when the signed payload does not fit the schema
 */
export function readSworn<T>(
  jws: string,
  box: RegisteredBox,
  type: string,
  schema: z.ZodMiniType<T>,
): T | undefined {
  const message = readJws(jws);
  if (!message || message.header.typ !== type || !isSignedBy(message, box.publicKey)) return undefined;
  const read = z.safeParse(schema, message.payload);
  if (!read.success) {
    const faults = fieldFaults(read.error.issues).map((fault) => ({
      ...fault,
      path: `/statement${fault.path}`,
    }));
    throw new PlatformError(400, 'request.malformed', 'In the signed statement.', faults);
  }
  return read.data;
}
