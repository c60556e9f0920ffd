import type { RegisteredBox } from '../../server/context.ts';
import { PlatformError } from '../../server/platform-error.ts';
import { auditQueue } from '../audit/queue.ts';
import { eventFact } from '../audit/record.ts';
import { nameOf } from '../cards/examine.ts';
import { findRenewedHolder } from '../links/renewal.ts';
import type { SerialName } from '../links/source.ts';
import type { IdentityTables } from '../tables.ts';
import type { Application } from './applications.ts';
import { enrolTap, type GoodTap } from './enrol.ts';
import { type EnrolmentEnvironment, type Findings, findOut, type Statement } from './find-out.ts';
import { readForm } from './form.ts';
import { type EnrolmentRefusal, judgeEnrolment } from './judge.ts';

/** What came of an enrolment. */
export type DecidedEnrolment =
  | { code: undefined; person: string; certificate: SerialName }
  | { code: EnrolmentRefusal; waitSeconds: number };

/** The tap as it will be bound; undefined when anything of it is missing, which no good one is. */
function goodTap(application: Application, box: RegisteredBox, findings: Findings): GoodTap | undefined {
  const { surface, fourFacts } = findings;
  const authentication = nameOf(findings.authentication);
  const signature = nameOf(findings.signature);
  const partition = findings.signature.certificate?.facts.distributionPoints[0];
  if (!authentication || !signature || !partition || !surface || !fourFacts) return undefined;
  return {
    application,
    box,
    services: readForm(application.form).services,
    authentication,
    signature: application.guardian === null ? { ...signature, partition } : undefined,
    surfacePublicKey: surface.spki.toString('base64'),
    fourFacts,
  };
}

async function refused(
  { context, counters }: EnrolmentEnvironment,
  box: RegisteredBox,
  application: Application,
  code: EnrolmentRefusal,
  differs: readonly string[],
): Promise<DecidedEnrolment> {
  const now = context.clock();
  const waitSeconds = counters.failuresOfBox.waitOf(box.box, now) ?? 1;
  if (/^(login|certificate|enrolment)\./.test(code) && code !== 'login.too-many') {
    counters.failuresOfBox.count(box.box, now);
  }
  if (code === 'enrolment.facts') {
    await context
      .tables<IdentityTables>()
      .updateTable('identity.application')
      .set({ differs: differs.join(' ') })
      .where('id', '=', application.id)
      .execute();
  }
  const { operator, staff } = application;
  const record = { operator, staff, application: application.id, box: box.box };
  const outcome = { allowed: false, code, tier: 't3', differs };
  await auditQueue(context).append(eventFact(context, 'enrolment', { ...record, ...outcome }));
  return { code, waitSeconds };
}

/** Decides one enrolment tap, binds what it proves, and records it; resolves when that is durable. */
export async function decideEnrolment(
  environment: EnrolmentEnvironment,
  box: RegisteredBox,
  application: Application,
  statement: Statement,
): Promise<DecidedEnrolment> {
  const findings = await findOut(environment, box, application, statement);
  const { differs } = findings.facts;
  const code = judgeEnrolment(findings.facts);
  if (code) return refused(environment, box, application, code, differs);
  const tap = goodTap(application, box, findings);
  if (!tap) return refused(environment, box, application, 'certificate.malformed', differs);
  const tables = environment.context.tables<IdentityTables>();
  const renewed = await findRenewedHolder(tables, environment.links, tap.authentication);
  try {
    const person = await enrolTap(environment, tap, renewed?.holder.person);
    return { code: undefined, person, certificate: tap.authentication };
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    return refused(environment, box, application, error.code as EnrolmentRefusal, ['person']);
  }
}
