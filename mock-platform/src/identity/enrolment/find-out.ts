import { createHash, type KeyObject } from 'node:crypto';
import type { Kysely } from 'kysely';
import type * as z from 'zod/mini';
import { type EnrolmentStatement, enrolmentMessage } from '../../protocol/identity.ts';
import type { RegisteredBox } from '../../server/context.ts';
import { type Examined, examine, nameOf } from '../cards/examine.ts';
import { isCardSignature } from '../certificates/algorithms.ts';
import type { FourFacts } from '../facts/store.ts';
import { LinksUnavailable } from '../links/source.ts';
import { useChallenge } from '../login/challenges.ts';
import type { LoginEnvironment } from '../login/environment.ts';
import { askRevocation, type RevocationVerdict } from '../revocation/status.ts';
import type { IdentityTables } from '../tables.ts';
import { type Application, expectedFacts } from './applications.ts';
import { eraDateOf } from './eras.ts';
import { guardianFacts } from './guardian.ts';
import { municipalityIn, readHolderFacts } from './holder-facts.ts';
import type { EnrolmentFacts } from './judge.ts';
import { differingFields } from './match.ts';
import { readSurfaceRecord, type SurfaceRecord } from './surface-record.ts';

export type Statement = z.infer<typeof EnrolmentStatement>;

/** What deciding an enrolment needs from outside. */
export interface EnrolmentEnvironment extends LoginEnvironment {
  /** Keys that sign surface records. */
  surfaceIssuers: () => readonly KeyObject[];
}

/** What a tap showed. */
export interface Findings {
  facts: EnrolmentFacts;
  authentication: Examined;
  signature: Examined;
  surface: SurfaceRecord | undefined;
  /** Of the person who is enrolled. */
  fourFacts: FourFacts | undefined;
}

const bytes = (text: string): Buffer => Buffer.from(text, 'base64url');

function proofsOf(
  statement: Statement,
  authentication: Examined,
  signature: Examined,
  surface: SurfaceRecord | undefined,
): EnrolmentFacts['proofs'] {
  const { nonce, box, origin } = statement;
  const applicationDigest = createHash('sha256').update(bytes(statement.application)).digest('base64url');
  const message = enrolmentMessage({ nonce, box, origin, applicationDigest });
  const proofs: [KeyObject | undefined, string][] = [
    [authentication.certificate?.publicKey, statement.authentication.signature],
    [signature.certificate?.publicKey, statement.signature.signature],
    [surface?.key, statement.surface.signature],
  ];
  const good = proofs.every(([key, proof]) => key && isCardSignature(key, message, bytes(proof)));
  return good ? 'good' : 'wrong';
}

const revocationOf = (
  { sources }: EnrolmentEnvironment,
  { certificate, anchor }: Examined,
): Promise<RevocationVerdict> | 'not-asked' =>
  certificate && anchor ? askRevocation(sources, certificate, anchor) : 'not-asked';

/**
 * Whether both certificates are of one card, so that nobody's authentication certificate goes to the account of somebody
 * else who lays two cards. A guardian signs with a card of their own.
 */
async function sameCard(
  { links }: EnrolmentEnvironment,
  application: Application,
  authentication: Examined,
  signature: Examined,
): Promise<EnrolmentFacts['sameCard']> {
  const [signed, used] = [nameOf(signature), nameOf(authentication)];
  if (!signed || !used || application.guardian !== null) return 'not-asked';
  try {
    const linked = await links.authenticationOf(signed);
    if (!linked) return 'unknown';
    return linked.serial === used.serial && linked.issuerKey === used.issuerKey ? 'same' : 'other';
  } catch (error) {
    if (error instanceof LinksUnavailable) return 'unavailable';
    throw error;
  }
}

/** Person to whom a signature certificate is linked. */
async function findSigner(
  tables: Kysely<IdentityTables>,
  issuerKey: string,
  serial: string,
): Promise<string | undefined> {
  const found = await tables
    .selectFrom('identity.signature_certificate')
    .select('person')
    .where('issuer_key', '=', issuerKey)
    .where('serial', '=', serial)
    .where('to_at', 'is', null)
    .executeTakeFirst();
  return found?.person;
}

/** The facts of the holder, and where they differ from the form; for a child those of the form, which a guardian signed. */
async function factsOf(
  environment: EnrolmentEnvironment,
  application: Application,
  { certificate, claimed }: Examined,
): Promise<Pick<EnrolmentFacts, 'facts' | 'differs'> & { fourFacts: FourFacts | undefined }> {
  const { context } = environment;
  const expected = expectedFacts(context, application);
  if (application.guardian !== null) {
    const tables = context.tables<IdentityTables>();
    const holder =
      certificate && claimed ? await findSigner(tables, claimed.issuerKey, certificate.serial) : undefined;
    return guardianFacts(expected, holder === application.guardian, context.clock());
  }
  const holder = certificate && readHolderFacts(certificate);
  if (!certificate || !holder) return { facts: 'unreadable', differs: [], fourFacts: undefined };
  const differs = differingFields(holder, expected);
  if (municipalityIn(certificate) !== application.municipality.slice(0, 5)) differs.push('municipality');
  return { facts: 'good', differs, fourFacts: holder.facts };
}

/** Looks at everything that one tap gave; the challenge is used up. */
export async function findOut(
  environment: EnrolmentEnvironment,
  box: RegisteredBox,
  application: Application,
  statement: Statement,
): Promise<Findings> {
  const { context, counters } = environment;
  const now = context.clock();
  const tooMany = counters.failuresOfBox.waitOf(box.box, now) !== undefined;
  const challenge = await useChallenge(
    context.tables<IdentityTables>(),
    box.box,
    { ...statement, service: 'identity', tier: 't3' },
    now,
  );
  const authentication = examine(environment, 'authentication', statement.authentication.certificate);
  const signature = examine(environment, 'signature', statement.signature.certificate);
  const surface = readSurfaceRecord(bytes(statement.surface.record), environment.surfaceIssuers());
  const [authenticationRevocation, signatureRevocation, card, holder] = await Promise.all([
    revocationOf(environment, authentication),
    revocationOf(environment, signature),
    sameCard(environment, application, authentication, signature),
    factsOf(environment, application, signature),
  ]);
  const { fourFacts } = holder;
  const sameBirth = surface && (!fourFacts || surface.eraBirthDate === eraDateOf(fourFacts.birthDate));
  return {
    facts: {
      attempts: tooMany ? 'too-many' : 'good',
      challenge,
      form: bytes(statement.application).equals(Buffer.from(application.form)) ? 'good' : 'changed',
      authentication: authentication.verdict,
      signature: signature.verdict,
      authenticationRevocation,
      signatureRevocation,
      sameCard: card,
      proofs: proofsOf(statement, authentication, signature, surface),
      surface: sameBirth ? 'good' : 'wrong',
      facts: holder.facts,
      differs: holder.differs,
    },
    authentication,
    signature,
    surface,
    fourFacts,
  };
}
