import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import type { PlatformContext } from '../server/context.ts';
import { randomSecret } from '../server/key-folder.ts';
import { PlatformError } from '../server/platform-error.ts';
import type { HealthTables } from './tables.ts';

type Installation = Pick<PlatformContext, 'keys'> & { tables<T>(): Kysely<T> };

export interface Provider {
  id: string;
  name: string;
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/** Patient numbers are short: only their keyed hash is kept (D14). */
function patientKey(installation: Pick<Installation, 'keys'>, provider: string, patient: string): string {
  const key = installation.keys.readOrCreate('health-patient-numbers', randomSecret);
  return createHmac('sha256', key)
    .update(`${provider}|${patient.trim().normalize('NFKC')}`)
    .digest('hex');
}

/**
 * Registers an institution that hands in records, or gives a registered one a new token.
 * @returns its token, shown once
 * @throws RangeError when the id is no short name
 */
export async function registerProvider(installation: Installation, { id, name }: Provider): Promise<string> {
  if (!/^[a-z][a-z0-9-]{1,19}$/.test(id))
    throw new RangeError('--provider: 2 to 20 letters a-z, digits, hyphens.');
  const token = randomBytes(32).toString('base64url');
  const row = { name, token_hash: hashOf(token) };
  await installation
    .tables<HealthTables>()
    .insertInto('health.provider')
    .values({ id, ...row })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute();
  return token;
}

/** Whom an institution means by a patient number; by the hand of staff who saw the card. A second time replaces the first. */
export async function linkPatient(
  installation: Installation,
  link: { provider: string; patient: string; subject: string },
): Promise<void> {
  const { provider, subject } = link;
  const patient = patientKey(installation, provider, link.patient);
  await installation
    .tables<HealthTables>()
    .insertInto('health.patient_link')
    .values({ provider, patient, subject })
    .onConflict((conflict) => conflict.columns(['provider', 'patient']).doUpdateSet({ subject }))
    .execute();
}

/** Who hands in. @throws PlatformError 401 `health.provider` */
export async function providerOf(context: PlatformContext, { headers }: FastifyRequest): Promise<Provider> {
  const token = /^Bearer ([\w-]{43})$/.exec(headers.authorization ?? '')?.[1];
  const found =
    token &&
    (await context
      .tables<HealthTables>()
      .selectFrom('health.provider')
      .select(['id', 'name'])
      .where('token_hash', '=', hashOf(token))
      .executeTakeFirst());
  if (!found) throw new PlatformError(401, 'health.provider');
  return found;
}

/** The person whom a patient number stands for. @throws PlatformError 404 `health.patient-unknown` */
export async function subjectOfPatient(
  installation: Installation,
  provider: string,
  patients: readonly string[],
): Promise<string> {
  const keys = patients.map((patient) => patientKey(installation, provider, patient));
  const found =
    keys.length > 0 &&
    (await installation
      .tables<HealthTables>()
      .selectFrom('health.patient_link')
      .select('subject')
      .distinct()
      .where('provider', '=', provider)
      .where('patient', 'in', keys)
      .execute());
  const [only, second] = found || [];
  // Two numbers of two persons in one bundle mean neither.
  if (!only || second) throw new PlatformError(404, 'health.patient-unknown');
  return only.subject;
}
