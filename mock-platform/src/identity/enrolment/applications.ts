import { randomUUID } from 'node:crypto';
import type { Kysely, Selectable } from 'kysely';
import {
  type ApplicationRequest,
  DifferingField,
  ExpectedFacts,
  type StaffApplication,
} from '../../protocol/staff.ts';
import type { PlatformContext, RegisteredBox } from '../../server/context.ts';
import { randomSecret } from '../../server/key-folder.ts';
import { PlatformError } from '../../server/platform-error.ts';
import { appendWithin } from '../audit/append.ts';
import { eventFact } from '../audit/record.ts';
import { seal, unseal } from '../facts/seal.ts';
import { type LinkTerm, operatorSubject, personOf } from '../links/operator-subject.ts';
import { findTownContract } from '../relying-parties/register.ts';
import type { StaffCaller } from '../staff/caller.ts';
import type { IdentityTables } from '../tables.ts';
import { consentSentence, handOverBy, readForm, writeForm } from './form.ts';

export type Application = Selectable<IdentityTables['identity.application']>;
type Tables = Kysely<IdentityTables>;

const applicationHours = 24;
const mostListed = 200;

const sealingKey = ({ keys }: Pick<PlatformContext, 'keys'>): Uint8Array =>
  keys.readOrCreate('applications', randomSecret);

/** The facts that the operator expects; empty when none were given. */
export function expectedFacts(
  context: Pick<PlatformContext, 'keys'>,
  { id, sealed }: Application,
): ExpectedFacts {
  if (sealed === '') return {};
  return ExpectedFacts.parse(JSON.parse(unseal(sealingKey(context), id, sealed).toString('utf8')));
}

/** An application as staff see it. */
export function describeApplication(
  context: Pick<PlatformContext, 'pairwise' | 'clock'>,
  row: Application,
): StaffApplication {
  const late = row.state === 'open' && row.expires_at <= context.clock();
  return {
    application: row.id,
    household: row.household,
    box: row.box,
    kind: row.kind,
    services: readForm(row.form).services,
    state: late ? 'expired' : row.state,
    differs: (row.differs ?? '').split(' ').flatMap((field) => {
      const read = DifferingField.safeParse(field);
      return read.success ? [read.data] : [];
    }),
    ...(row.person ? { person: operatorSubject(context, row.operator, row.person) } : {}),
    openedAt: row.opened_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
  };
}

/**
 * Opens an application for the household of one of the operator's boxes. Expected facts are kept encrypted until it ends.
 * @throws PlatformError 404 `staff.box-unknown`, `staff.person-unknown`
 */
export async function openApplication(
  context: PlatformContext,
  { operator, staff }: StaffCaller,
  request: ApplicationRequest,
  expected: ExpectedFacts,
): Promise<StaffApplication> {
  const box: RegisteredBox | undefined = await context.boxes.find(request.box);
  if (!box || box.operator !== operator) throw new PlatformError(404, 'staff.box-unknown');
  const { household, municipality } = box;
  const tables = context.tables<IdentityTables>();
  const member = async (subject: string | undefined, term: LinkTerm): Promise<string | null> =>
    subject === undefined ? null : personOf(context, { operator, household }, subject, term);
  const [person, guardian] = await Promise.all([
    member(request.person, 'ever'),
    member(request.guardian, 'now'),
  ]);
  const now = context.clock();
  const handOver = handOverBy(await findTownContract(tables, { operator, municipality }, now));
  const id = randomUUID();
  const expires = new Date(now.getTime() + applicationHours * 3_600_000);
  const form = writeForm({
    form: 'chanoma-application-v1',
    application: id,
    kind: request.kind,
    operatorName: (await context.boxes.operatorName(operator)) ?? operator,
    municipality,
    services: request.services,
    consent: consentSentence(request.services, handOver),
    ...(handOver ? { handOver: handOver.contract } : {}),
    expiresAt: expires.toISOString(),
  });
  const row: Application = {
    id,
    operator,
    household,
    municipality,
    box: box.box,
    kind: request.kind,
    form,
    sealed:
      Object.keys(expected).length === 0
        ? ''
        : seal(sealingKey(context), id, Buffer.from(JSON.stringify(expected))),
    person,
    guardian,
    staff,
    state: 'open',
    differs: null,
    opened_at: now,
    expires_at: expires,
    ended_at: null,
  };
  await tables.transaction().execute(async (transaction) => {
    await transaction.insertInto('identity.application').values(row).execute();
    const fact = { operator, staff, application: id, box: box.box };
    await appendWithin(transaction, [eventFact(context, 'application.opened', fact)]);
  });
  return describeApplication(context, row);
}

/** The open application of this id that was opened for this box. @throws PlatformError 404 `enrolment.application-unknown` */
export async function applicationAt(
  context: Pick<PlatformContext, 'tables' | 'clock'>,
  box: RegisteredBox,
  id: string,
): Promise<Application> {
  const found = await context
    .tables<IdentityTables>()
    .selectFrom('identity.application')
    .selectAll()
    .where('id', '=', id)
    .where('box', '=', box.box)
    .where('operator', '=', box.operator)
    .where('household', '=', box.household)
    .where('state', '=', 'open')
    .where('expires_at', '>', context.clock())
    .executeTakeFirst();
  if (!found) throw new PlatformError(404, 'enrolment.application-unknown');
  return found;
}

/** The operator's applications, newest first; those of protected persons are left out. */
export async function listApplications(
  context: PlatformContext,
  { operator }: StaffCaller,
  household: string | undefined,
): Promise<StaffApplication[]> {
  const rows = await context
    .tables<IdentityTables>()
    .selectFrom('identity.application')
    .selectAll()
    .where('operator', '=', operator)
    .$if(household !== undefined, (query) => query.where('household', '=', household!))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('identity.protection')
            .select('identity.protection.person')
            .whereRef('identity.protection.person', '=', 'identity.application.person')
            .where('identity.protection.to_at', 'is', null),
        ),
      ),
    )
    .orderBy('opened_at', 'desc')
    .limit(mostListed)
    .execute();
  return rows.map((row) => describeApplication(context, row));
}

/** Ends an application; what it expected is forgotten. @returns false when it was not open any more */
export async function endApplication(
  tables: Tables,
  id: string,
  state: 'enrolled' | 'cancelled' | 'expired',
  now: Date,
  person?: string,
): Promise<boolean> {
  const ended = await tables
    .updateTable('identity.application')
    .set({ state, sealed: '', ended_at: now, ...(person === undefined ? {} : { person, differs: null }) })
    .where('id', '=', id)
    .where('state', '=', 'open')
    .returning('id')
    .executeTakeFirst();
  return ended !== undefined;
}

/** Takes an application back; one that has ended stays as it is. @throws PlatformError 404 `staff.application-unknown` */
export async function cancelApplication(
  context: PlatformContext,
  { operator, staff }: StaffCaller,
  id: string,
): Promise<StaffApplication> {
  const row = await context
    .tables<IdentityTables>()
    .transaction()
    .execute(async (tables) => {
      const find = () =>
        tables
          .selectFrom('identity.application')
          .selectAll()
          .where('id', '=', id)
          .where('operator', '=', operator)
          .executeTakeFirst();
      if (!(await find())) throw new PlatformError(404, 'staff.application-unknown');
      if (await endApplication(tables, id, 'cancelled', context.clock())) {
        const fact = { operator, staff, application: id };
        await appendWithin(tables, [eventFact(context, 'application.cancelled', fact)]);
      }
      return find();
    });
  if (!row) throw new PlatformError(404, 'staff.application-unknown');
  return describeApplication(context, row);
}
