import { randomBytes, randomUUID, X509Certificate } from 'node:crypto';
import { expect, vi } from 'vitest';
import type { CardFile } from '../../mock-platform/src/protocol/card-reader.ts';
import type { CardTier } from '../../mock-platform/src/protocol/identity.ts';
import { Logins } from '../../reader-agent/src/login/logins.ts';
import { phaseLimitsMs, typedKeysLimitMs } from '../../reader-agent/src/login/machine.ts';
import { PinBuffer } from '../../reader-agent/src/login/pin.ts';
import { LoginSteps, type StepParts } from '../../reader-agent/src/login/steps.ts';
import { failures } from '../../reader-agent/src/protocol/failures.ts';
import type { LoginProgress } from '../../reader-agent/src/protocol/local.ts';
import { holderCard } from '../reader-agent/login/holder-card.ts';
import { ReaderSlots } from './card-reader-slots.ts';
import type { Fault, OpeningFault } from './faulty-reader.ts';

export const flows = ['t1', 't2', 't3', 'enrolment'] as const;
export type Flow = (typeof flows)[number];
export interface Case {
  flow: Flow;
  readers: number;
  fault?: { what: Fault; at: number };
  opening?: { what: OpeningFault; at: number };
}
/** How one login went, over all that the viewer did to mend it. */
export interface Course {
  end: LoginProgress;
  codes: string[];
  commands: string[];
  /** How often a card was opened. */
  openings: number;
  /** Virtual time that passed, milliseconds. */
  elapsed: number;
}

const application = randomUUID();
const pins = { authentication: '1234', signature: 'ABC123' } as const;
/** Longest virtual time of a login that has one fault: every wait once. */
const longest = Object.values(phaseLimitsMs).reduce<number>((sum, limit) => sum + limit, typedKeysLimitMs);

/** A platform that allows everything, without any network. */
function allowing(serial: string): Pick<StepParts, 'requests' | 'tokens'> {
  const expiresAt = new Date(Date.now() + 60_000).toISOString();
  const form = {
    form: 'chanoma-application-v1',
    application,
    kind: 'new',
    operatorName: 'ひよりケーブル',
    municipality: '990019',
    services: ['health'],
    consent: 'はい',
    expiresAt,
  };
  const resident = 'subject-of-hana-0001';
  const services = ['health', 'town'];
  const answers: Record<string, () => object> = {
    '/identity/challenges': () => ({
      id: randomUUID(),
      nonce: randomBytes(32).toString('base64url'),
      expiresAt,
    }),
    '/identity/logins': () => ({ result: 'result', expiresAt, tier: 't1', resident, services }),
    '/identity/enrolments': () => ({ resident, certificate: { issuerKey: 'aa', serial }, services }),
    '/identity/policy': () => ({ profile: 'trial', services: { health: 't1' } }),
  };
  const requests = {
    json: async (_: string, { path }: { path: string }, parse: (value: unknown) => unknown) =>
      parse(answers[path]!()),
    send: async () => ({
      status: 200,
      contentType: 'application/json',
      body: Buffer.from(JSON.stringify(form)),
    }),
  };
  const tokens = { exchange: async () => ({ value: 'token', expiresAt: Date.now() + 600_000 }) };
  return { requests, tokens } as unknown as Pick<StepParts, 'requests' | 'tokens'>;
}

/**
 * Runs one login with one fault on a virtual clock, and does what a patient viewer does: types the right PIN whenever
 * it is asked for, lays the card again when the screen says so. Checks on the way what must always hold.
 */
export async function course({ flow, readers, fault, opening }: Case): Promise<Course> {
  const card: CardFile = await holderCard();
  const serial = new X509Certificate(Buffer.from(card.authentication!.certificate, 'base64')).serialNumber;
  const reader = new ReaderSlots(readers, fault, opening);
  const refused = new Set<string>();
  const household = {
    residentOfCertificate: () => ({
      subject: 'subject-of-hana-0001',
      birthDate: '190403',
      serial,
      issuerKey: 'aa',
    }),
    birthDateRefused: (one: string) => refused.has(one),
    refuseBirthDate: async (one: string) => void refused.add(one),
    callNameOf: () => 'はな',
    enrol: async () => {},
  };
  const registrations = { current: { box: randomUUID() } };
  const clock = { now: () => Date.now(), instant: () => new Date().toISOString() };
  const key = { thumbprint: 'thumbprint', sign: async () => 'statement' };
  const steps = new LoginSteps({
    reader,
    key,
    registrations,
    household,
    clock,
    ...allowing(serial.toLowerCase()),
  } as unknown as StepParts);
  const pin = new PinBuffer();
  const trace = { step: () => {} };
  const logins = new Logins({ reader, registrations, household, steps, pin, trace } as never);
  const told: LoginProgress[] = [];
  logins.on('progress', (progress) => told.push(progress));

  let submitted = 0;
  let elapsed = 0;
  let relaid = 0;
  reader.lay(card);
  const origin = 'http://localhost:8081';
  if (flow === 'enrolment') logins.enrol(application, origin);
  else logins.start({ service: 'health', origin }, flow satisfies CardTier);

  const type = async (progress: LoginProgress): Promise<void> => {
    const { login } = progress;
    logins.erasePin(login, true);
    for (const one of pins[progress.pin!.kind]) logins.typePin(login, one);
    submitted += 1;
    await logins.submitPin(login);
  };
  for (let idle = 0; logins.progress !== null || told.length === 0; idle += 1) {
    const before = `${told.length} ${reader.commands.length}`;
    await new Promise((resolve) => setImmediate(resolve));
    if (before !== `${told.length} ${reader.commands.length}`) idle = 0;
    if (idle < 8) continue;
    idle = 0;
    const { progress } = logins;
    if (progress?.phase === 'waiting-for-pin') void type(progress);
    else if (progress?.phase === 'waiting-for-consent') logins.consent(progress.login);
    else if (progress?.phase === 'waiting-for-card' && relaid < 3) {
      relaid += 1;
      reader.take();
      reader.lay(card);
    } else {
      await vi.advanceTimersByTimeAsync(1_000);
      elapsed += 1_000;
    }
    if (elapsed > longest) throw new Error(`hangs in ${JSON.stringify(progress)}`);
  }

  const end = told.at(-1)!;
  const codes = told.flatMap(({ code }) => (code === undefined ? [] : [code]));
  const values = Object.values(pins).map((value) => Buffer.from(value).toString('hex'));
  const given = reader.commands.filter(
    (command) => command.startsWith('0020') && values.some((value) => command.endsWith(value)),
  );
  expect(['done', 'refused']).toContain(end.phase);
  for (const code of codes) expect(Object.keys(failures)).toContain(code);
  expect(given.length).toBeLessThanOrEqual(submitted);
  expect(codes).not.toContain('pin.wrong');
  expect(pin.empty).toBe(true);
  for (const bytes of reader.verified) expect(bytes.every((byte) => byte === 0)).toBe(true);
  expect(told.every((one) => (one.pin !== undefined) === /^waiting-for-(pin|consent)$/.test(one.phase))).toBe(
    true,
  );
  logins.stop();
  return { end, codes, commands: reader.commands, openings: reader.openings, elapsed };
}

/** What the screen may say while a card cannot be opened; beside it lies a card of another kind. */
export const saidWhen: Record<OpeningFault, RegExp> = {
  'held by another program': /^(reader\.busy|card\.other)$/,
  'unresponsive once': /^$/,
  unresponsive: /^(card\.unreadable|card\.other)$/,
  'card just gone': /^card\.(removed|other)$/,
  'reader just gone': /^(reader\.none|card\.removed)$/,
};

/** Whether a fault may end the login for good: the card said that no try is left, or that the file is empty. */
export function mayEnd(fault: Fault, code: string | undefined): boolean {
  if (fault === '6984') return code === 'pin.blocked' || code === 'card.birth-date-refused';
  if (fault !== 'truncated certificate') return false;
  return code === 'card.certificate-missing' || code === 'card.signature-missing';
}
