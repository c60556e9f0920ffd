import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import { type ImportReport, sourceExtension } from '../protocol/health.ts';
import type { Clock, PlatformContext } from '../server/context.ts';
import { malformed, PlatformError } from '../server/platform-error.ts';
import { noteAccess } from './access-log.ts';
import { BundleRefused, type ReadBundle, readBundle } from './bundle.ts';
import { MedicineFileRefused, medicineText, readMedicines } from './jahis.ts';
import { isObject, type JsonObject } from './personal-data.ts';
import { type Provider, subjectOfPatient } from './providers.ts';
import { storeResources } from './store.ts';
import type { HealthTables } from './tables.ts';

type Installation = Pick<PlatformContext, 'keys'> & { tables<T>(): Kysely<T>; clock: Clock };

/** What is handed in: a FHIR Bundle as JSON, or an お薬手帳 file. */
export interface HandedIn {
  form: 'fhir' | 'jahis';
  bytes: Uint8Array;
  /** Patient number of the institution, where the file does not say it. */
  patient: string | undefined;
}

/** Most faults that an answer names. */
const mostFaults = 200;

function refusal(error: unknown): unknown {
  if (error instanceof BundleRefused)
    return new PlatformError(400, 'request.malformed', undefined, error.errors.slice(0, mostFaults));
  if (error instanceof MedicineFileRefused) {
    const errors = error.errors.map(({ line, message }) => ({ path: `/line/${line}`, message }));
    return new PlatformError(400, 'request.malformed', undefined, errors.slice(0, mostFaults));
  }
  return error;
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw malformed('', 'must be JSON in UTF-8');
  }
}

/** Patient numbers that a bundle names its person by. */
function patientNumbers(bundle: unknown): string[] {
  const entries = isObject(bundle) && Array.isArray(bundle.entry) ? bundle.entry : [];
  return entries.flatMap((entry) => {
    const resource = isObject(entry) && isObject(entry.resource) ? entry.resource : {};
    if (resource.resourceType !== 'Patient' || !Array.isArray(resource.identifier)) return [];
    return resource.identifier.flatMap((one) =>
      isObject(one) && typeof one.value === 'string' ? [one.value] : [],
    );
  });
}

/** The institution of a document: its custodian, else who handed it in. */
function sourceName({ resources }: ReadBundle, provider: Provider): string {
  const composition = resources.find(({ type }) => type === 'Composition')?.resource.custodian;
  const place = isObject(composition) ? composition.reference : undefined;
  const organization = resources.find(({ type, id }) => `${type}/${id}` === place)?.resource.name;
  return typeof organization === 'string' ? organization : provider.name;
}

/** Every record says from whom it came. */
function withSource(resource: JsonObject, name: string): JsonObject {
  const meta = isObject(resource.meta) ? resource.meta : {};
  const others = Array.isArray(meta.extension) ? meta.extension : [];
  return {
    ...resource,
    meta: { ...meta, extension: [...others, { url: sourceExtension, valueString: name }] },
  };
}

function read({ form, bytes, patient }: HandedIn, provider: Provider) {
  if (form === 'jahis') {
    const { bundle, report } = readMedicines(medicineText(bytes));
    return { read: readBundle(bundle, provider.id), patients: patient ? [patient] : [], lines: report };
  }
  const bundle = parsed(bytes);
  const patients = patient ? [patient] : patientNumbers(bundle);
  return { read: readBundle(bundle, provider.id), patients, lines: undefined };
}

/**
 * Takes over what an institution hands in, all of it or nothing; handed in again it changes nothing. The person is she with
 * whom staff matched the patient number. The number and everything else that says who she is are not kept.
 * @throws PlatformError 400 `request.malformed` naming every faulty entry and member, or line; 404 `health.patient-unknown`
 */
export async function takeOver(
  installation: Installation,
  provider: Provider,
  handedIn: HandedIn,
): Promise<ImportReport> {
  const tables = installation.tables<HealthTables>();
  const now = installation.clock();
  try {
    const { read: bundle, patients, lines } = read(handedIn, provider);
    const subject = await subjectOfPatient(installation, provider.id, patients);
    const name = sourceName(bundle, provider);
    const resources = bundle.resources.map((stored) => ({
      ...stored,
      resource: withSource(stored.resource, name),
    }));
    const report: ImportReport = {
      import: randomUUID(),
      stored: resources.length,
      entries: bundle.report,
      ...(lines && { lines }),
    };
    await tables.transaction().execute(async (transaction) => {
      await storeResources(transaction, subject, resources);
      await transaction
        .insertInto('health.import')
        .values({
          id: report.import,
          provider: provider.id,
          subject,
          at: now,
          report: JSON.stringify(report),
        })
        .execute();
      await noteAccess(transaction, {
        subject,
        at: now,
        actor: provider.name,
        action: 'written',
        kind: 'import',
      });
    });
    return report;
  } catch (error) {
    throw refusal(error);
  }
}

/** The report of an import once more. @throws PlatformError 404 `health.import-unknown` */
export async function importReport(
  tables: Kysely<HealthTables>,
  provider: string,
  id: string,
): Promise<ImportReport> {
  const found = await tables
    .selectFrom('health.import')
    .select('report')
    .where('provider', '=', provider)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!found) throw new PlatformError(404, 'health.import-unknown');
  return found.report as ImportReport;
}
