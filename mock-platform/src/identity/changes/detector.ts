import { sql } from 'kysely';
import type { PlatformContext } from '../../server/context.ts';
import type { Anchor, Purpose } from '../certificates/path.ts';
import { carryOver } from '../links/renewal.ts';
import { LinksUnavailable, type SerialName } from '../links/source.ts';
import { asAskedFor } from '../revocation/named-certificate.ts';
import { type RevocationSource, type RevocationStatus, RevocationUnavailable } from '../revocation/status.ts';
import type { IdentityTables } from '../tables.ts';
import { type Change, certificateMark, noteChange } from './note.ts';

/** A certificate is asked about once in this time. */
const everyMs = 24 * 3_600_000;
/** One about which nobody answered is asked about again after this time. */
const retryMs = 3_600_000;
const batch = 200;
/** Questions at the same time. */
const atOnce = 8;

export interface DetectorParts {
  context: PlatformContext;
  anchors: () => readonly Anchor[];
  /** Revocation lists before the responder: one list answers for a whole town. */
  sources: readonly RevocationSource[];
  /** The certificate that took another's place, as the certification service says. @throws LinksUnavailable */
  successorOf: (certificate: SerialName) => Promise<SerialName | undefined>;
}

/** What a round has come to, in certificates. */
export interface RoundOfChecks {
  checked: number;
  changed: number;
  /** Nobody could be asked: they are due again in an hour. */
  unanswered: number;
}

interface Due extends SerialName {
  person: string;
  purpose: Purpose;
  partition: string | null;
}

const tableOf = {
  authentication: 'identity.certificate',
  signature: 'identity.signature_certificate',
} as const;

/** Linked certificates that are due, those never asked about first; nothing is asked again about a change. */
async function findDue({ context }: DetectorParts, purpose: Purpose): Promise<Due[]> {
  const before = new Date(context.clock().getTime() - everyMs);
  const { rows } = await sql<Due>`
    select person, issuer_key as "issuerKey", serial, partition, ${purpose}::text as purpose
    from ${sql.table(tableOf[purpose])} as certificate
    where to_at is null and (checked_at is null or checked_at <= ${before})
      and not exists (select from identity.change as change
        where change.mark = certificate.issuer_key || '/' || certificate.serial
          and change.kind in ('certificate-revoked', 'holder-gone', 'facts-changed'))
    order by checked_at nulls first limit ${batch}`.execute(context.tables<IdentityTables>());
  return rows;
}

async function askReason(
  { anchors, sources }: DetectorParts,
  due: Due,
): Promise<RevocationStatus | undefined> {
  const anchor = anchors().find(
    ({ purpose, issuerKey }) => purpose === due.purpose && issuerKey === due.issuerKey,
  );
  if (!anchor) return undefined;
  const partition = due.partition === null ? undefined : Buffer.from(due.partition, 'base64');
  for (const source of sources) {
    try {
      return await source.ask(asAskedFor({ serial: due.serial, partition }), anchor);
    } catch (error) {
      if (!(error instanceof RevocationUnavailable)) throw error;
    }
  }
  return undefined;
}

/**
 * What a revoked certificate says about its holder. A superseded one says nothing: its successor does. A signature
 * certificate alone (`affiliationChanged`) means another name or address; with the card lost or the holder gone, the
 * authentication certificate says so.
 */
function changeOf(purpose: Purpose, reason: string | undefined): Change['kind'] | undefined {
  if (reason === 'superseded') return undefined;
  if (purpose === 'signature') return reason === 'affiliationChanged' ? 'facts-changed' : undefined;
  return reason === 'cessationOfOperation' ? 'holder-gone' : 'certificate-revoked';
}

async function noteRevoked(parts: DetectorParts, due: Due, reason: string | undefined): Promise<boolean> {
  const { context } = parts;
  const now = context.clock();
  if (due.purpose === 'authentication' && reason === 'superseded') {
    const successor = await parts.successorOf(due);
    if (successor) await carryOver(context, due.person, due, successor);
    return successor !== undefined;
  }
  const kind = changeOf(due.purpose, reason);
  return context
    .tables<IdentityTables>()
    .transaction()
    .execute(async (tables) => {
      await tables
        .updateTable(tableOf[due.purpose])
        .set({ revoked_seen_at: sql<Date>`coalesce(revoked_seen_at, ${now})` })
        .where('issuer_key', '=', due.issuerKey)
        .where('serial', '=', due.serial)
        .execute();
      if (!kind) return false;
      return noteChange(tables, { person: due.person, kind, mark: certificateMark(due), now });
    });
}

type Found = 'changed' | 'same' | 'unanswered';

async function findOut(parts: DetectorParts, due: Due): Promise<Found> {
  try {
    const status = await askReason(parts, due);
    if (!status || status.status === 'unknown') return 'unanswered';
    const changed = status.status === 'revoked' && (await noteRevoked(parts, due, status.reason));
    return changed ? 'changed' : 'same';
  } catch (error) {
    if (error instanceof LinksUnavailable) return 'unanswered';
    throw error;
  }
}

async function check(parts: DetectorParts, due: Due): Promise<Found> {
  const found = await findOut(parts, due);
  const now = parts.context.clock();
  const checked_at = found === 'unanswered' ? new Date(now.getTime() - everyMs + retryMs) : now;
  await parts.context
    .tables<IdentityTables>()
    .updateTable(tableOf[due.purpose])
    .set({ checked_at })
    .where('issuer_key', '=', due.issuerKey)
    .where('serial', '=', due.serial)
    .execute();
  return found;
}

/**
 * Asks the certification service about every linked certificate that is due and writes down what has changed (S11), once,
 * with the notices to service providers. May run at several processes at once: each change is written by one.
 */
export async function checkLinkedCertificates(parts: DetectorParts): Promise<RoundOfChecks> {
  const round: RoundOfChecks = { checked: 0, changed: 0, unanswered: 0 };
  for (const purpose of ['authentication', 'signature'] as const) {
    for (;;) {
      const due = await findDue(parts, purpose);
      const found: Found[] = [];
      for (let from = 0; from < due.length; from += atOnce) {
        found.push(...(await Promise.all(due.slice(from, from + atOnce).map((one) => check(parts, one)))));
      }
      const unanswered = found.filter((one) => one === 'unanswered').length;
      round.checked += due.length - unanswered;
      round.unanswered += unanswered;
      round.changed += found.filter((one) => one === 'changed').length;
      // Without any answer the service is down: the next round asks the others.
      if (due.length < batch || unanswered === due.length) break;
    }
  }
  return round;
}

const timerMs = 15 * 60_000;

/** Runs the check from a timer until the platform ends. */
export function checkRegularly(parts: DetectorParts, report: (error: unknown) => void): void {
  let last: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    last = checkLinkedCertificates(parts).catch(report);
  }, timerMs).unref();
  parts.context.onClose(async () => {
    clearInterval(timer);
    await last;
  });
}
