import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { ServiceName } from '../../protocol/basics.ts';
import type { PlatformContext, RegisteredBox } from '../../server/context.ts';
import { PlatformError } from '../../server/platform-error.ts';
import { appendWithin } from '../audit/append.ts';
import { eventFact } from '../audit/record.ts';
import { certificateMark, noteChange } from '../changes/note.ts';
import { keepConsent } from '../consent/consents.ts';
import { type FourFacts, keepFacts, readFacts } from '../facts/store.ts';
import {
  bindCertificate,
  bindSignature,
  bindSurfaceKey,
  endCertificates,
  type LinkedCertificate,
} from '../links/bind.ts';
import { joinHousehold } from '../links/households.ts';
import { linkServices } from '../links/services.ts';
import type { SerialName } from '../links/source.ts';
import { queueSignal } from '../signals/outbox.ts';
import type { IdentityTables } from '../tables.ts';
import { type Application, endApplication } from './applications.ts';
import type { EnrolmentEnvironment } from './find-out.ts';
import { readForm } from './form.ts';
import { normalised } from './match.ts';

type Tables = Transaction<IdentityTables>;

/** A tap that was found good: what will be bound together. */
export interface GoodTap {
  application: Application;
  box: RegisteredBox;
  services: readonly ServiceName[];
  authentication: SerialName;
  /** Absent for a child: the signature was the guardian's. */
  signature: LinkedCertificate | undefined;
  surfacePublicKey: string;
  fourFacts: FourFacts;
}

/** Somebody else enrolled the same certificate, or erased its person, while we looked; looking again finds that. */
class Overtaken extends Error {}

const byCertificate = (tables: Tables, { issuerKey, serial }: SerialName) =>
  tables
    .selectFrom('identity.certificate')
    .select('person')
    .where('issuer_key', '=', issuerKey)
    .where('serial', '=', serial)
    .executeTakeFirst();

async function bySignature(tables: Tables, name: SerialName | undefined) {
  if (!name) return undefined;
  return tables
    .selectFrom('identity.signature_certificate')
    .select('person')
    .where('issuer_key', '=', name.issuerKey)
    .where('serial', '=', name.serial)
    .executeTakeFirst();
}

/** Whom staff named as the one whose card was renewed: name or address may have changed since, both at once not. */
async function namedByStaff(
  { context }: EnrolmentEnvironment,
  tables: Tables,
  { application, fourFacts }: GoodTap,
): Promise<string | undefined> {
  if (application.person === null) return undefined;
  const known = await readFacts(tables, context, application.person);
  const same =
    !known ||
    (known.birthDate === fourFacts.birthDate &&
      (normalised(known.name) === normalised(fourFacts.name) ||
        normalised(known.address) === normalised(fourFacts.address)));
  if (!same) throw new PlatformError(403, 'enrolment.facts');
  return application.person;
}

/**
 * The person whose card it is, if the platform knows one: by either certificate, by the certification service's link
 * from the old certificate, or by staff's word and the facts.
 */
async function knownPerson(
  environment: EnrolmentEnvironment,
  tables: Tables,
  tap: GoodTap,
  linked: string | undefined,
): Promise<string | undefined> {
  const certificate = await byCertificate(tables, tap.authentication);
  const signature = await bySignature(tables, tap.signature);
  const named = await namedByStaff(environment, tables, tap);
  const found = [certificate?.person, signature?.person, linked, named].filter((one) => one !== undefined);
  if (new Set(found).size > 1) throw new PlatformError(409, 'enrolment.known');
  return found[0];
}

/** Keeps the person from being erased until this transaction ends. */
async function isStillThere(tables: Tables, person: string): Promise<boolean> {
  const row = tables.selectFrom('identity.person').select('id').where('id', '=', person).forKeyShare();
  return (await row.executeTakeFirst()) !== undefined;
}

/** Service providers that the person lets know hear of a renewed card and of new facts (S11). */
async function noteWhatChanged(
  tables: Tables,
  { application, authentication, fourFacts }: GoodTap,
  found: { person: string; before: FourFacts | undefined; now: Date; wasBound: boolean },
): Promise<void> {
  const { person, before, now, wasBound } = found;
  if (!wasBound) {
    const mark = certificateMark(authentication);
    await noteChange(tables, { person, kind: 'certificate-renewed', mark, now });
  }
  const fields = (['name', 'address'] as const).filter(
    (field) => before && normalised(before[field]) !== normalised(fourFacts[field]),
  );
  if (fields.length === 0) return;
  await noteChange(tables, { person, kind: 'facts-changed', mark: application.id, detail: { fields }, now });
}

/** Makes the person known to the municipality's register, as the form that was signed says (S10). */
async function handOver(
  context: PlatformContext,
  tables: Tables,
  { application }: GoodTap,
  person: string,
  now: Date,
): Promise<void> {
  const form = readForm(application.form);
  if (!form.handOver) return;
  const { to: relyingParty, scopes } = form.handOver;
  const agreed = {
    person,
    relyingParty,
    scopes: ['openid', ...scopes] as const,
    sentence: form.consent,
    now,
  };
  await keepConsent(tables, agreed);
  const detail = { household: context.pairwise('town', application.household) };
  await queueSignal(tables, { relyingParty, person, kind: 'enrolled', detail, now });
}

async function bind(
  environment: EnrolmentEnvironment,
  tables: Tables,
  tap: GoodTap,
  linked: string | undefined,
): Promise<string> {
  const { context } = environment;
  const { application, authentication, signature, box } = tap;
  const now = context.clock();
  const known = await knownPerson(environment, tables, tap, linked);
  const person = known ?? randomUUID();
  const link = { person, source: 'enrolment', now } as const;
  const wasBound = (await byCertificate(tables, authentication)) !== undefined;
  if (known && !(await isStillThere(tables, known))) throw new Overtaken();
  if (known) await endCertificates(tables, person, { now, reason: 'renewed', except: authentication });
  else await tables.insertInto('identity.person').values({ id: person, created_at: now }).execute();
  if (!(await bindCertificate(tables, link, authentication))) throw new Overtaken();
  if (signature && !(await bindSignature(tables, link, signature))) throw new Overtaken();
  const { surfacePublicKey: publicKey } = tap;
  await bindSurfaceKey(tables, {
    certificate: authentication,
    publicKey,
    pinUsedAt: now,
    source: link.source,
  });
  const { household, operator } = application;
  await joinHousehold(tables, link, { household, operator, consent: application.id });
  await linkServices(tables, link, tap.services);
  const before = known ? await readFacts(tables, context, person) : undefined;
  await keepFacts(tables, context, person, tap.fourFacts);
  await handOver(context, tables, tap, person, now);
  if (!(await endApplication(tables, application.id, 'enrolled', now, person))) {
    throw new PlatformError(404, 'enrolment.application-unknown');
  }
  if (known) await noteWhatChanged(tables, tap, { person, before, now, wasBound });
  const record = { operator, staff: application.staff, application: application.id, box: box.box };
  const outcome = { allowed: true, code: known ? 'renewed' : 'new', tier: 't3', services: tap.services };
  await appendWithin(tables, [eventFact(context, 'enrolment', { ...record, ...outcome, person })]);
  return person;
}

/**
 * Binds certificates, surface key, person, household and services together, all or nothing, with the entry in the audit
 * record. A person whom the platform knows keeps the account. Of several at once for one card, the first makes the person
 * and the others find them.
 * @param linked person of the certificate that this one replaced, as the certification service says
 * @returns the platform's own person id
 * @throws PlatformError 409 `enrolment.known`, 403 `enrolment.facts`, 404 `enrolment.application-unknown`
 */
export async function enrolTap(
  environment: EnrolmentEnvironment,
  tap: GoodTap,
  linked: string | undefined,
): Promise<string> {
  const tables = environment.context.tables<IdentityTables>();
  for (let look = 0; look < 2; look += 1) {
    try {
      return await tables.transaction().execute((transaction) => bind(environment, transaction, tap, linked));
    } catch (error) {
      if (!(error instanceof Overtaken)) throw error;
    }
  }
  throw new PlatformError(409, 'enrolment.known');
}
