import { createHash } from 'node:crypto';
import {
  ApplicationForm,
  type EnrolmentStatement,
  EnrolmentVerdict,
  enrolmentMessage,
} from '../../../mock-platform/src/protocol/identity.ts';
import { algorithmOf } from '../card/algorithm.ts';
import { readSignatureCertificate } from '../card/certificate.ts';
import { birthDateOf } from '../card/holder.ts';
import { type PinKind, signWithPin } from '../card/pin.ts';
import { readAndProveSurface } from '../card/surface.ts';
import { AgentFailure } from '../failure.ts';
import { parseAnswer } from '../platform/http.ts';
import { serialOf } from './certificate.ts';
import { askChallenge, type BoxChallenge, base64url } from './challenge.ts';
import type { Errand } from './errand.ts';
import type { LoginPlan } from './machine.ts';
import type { StepParts } from './steps.ts';
import type { Tap } from './tap.ts';

export const enrolmentType = 'chanoma-enrolment+jwt';

interface Signed {
  certificate: string;
  signature: string;
}

/**
 * An enrolment in one tap: signature key, authentication key and surface key of the card sign the same message, which
 * covers the application byte for byte. At the end the box remembers certificate and birth date (D3).
 */
export class Enrolment implements Errand {
  readonly service = 'identity';
  readonly path = '/identity/enrolments';
  readonly plan: LoginPlan = { tier: 't3', pins: ['signature', 'authentication'], cardMayGo: true };
  private application: Buffer | undefined;
  private challenge: BoxChallenge | undefined;
  private signature: Signed | undefined;
  private authentication: Signed | undefined;
  private serial = '';
  private birthDate = '';

  constructor(
    private readonly parts: StepParts,
    private readonly id: string,
    private readonly origin: string,
  ) {}

  recognise(tap: Tap): undefined {
    this.serial = serialOf(tap.read.certificate);
  }

  async wantsMore(): Promise<boolean> {
    return false;
  }

  forget(): void {
    this.challenge = undefined;
    this.signature = undefined;
    this.authentication = undefined;
    this.birthDate = '';
  }

  /** @throws AgentFailure with the platform's code, `platform.failed` when the answer is another application */
  async prepare(): Promise<void> {
    if (this.application !== undefined) return;
    const path = `/identity/applications/${this.id}`;
    const answer = await this.parts.requests.send('identity', { method: 'GET', path });
    const form = parseAnswer(answer, (value) => ApplicationForm.parse(value));
    if (form.application !== this.id) throw new AgentFailure('platform.failed', 'another application');
    this.application = answer.body;
  }

  async usePin(
    kind: PinKind,
    tap: Tap,
    signal: AbortSignal,
    challenged: (id: string) => void,
  ): Promise<void> {
    const message = await this.message(challenged);
    await tap.run(async (connection, { certificate: own, algorithm }) => {
      const certificate = kind === 'signature' ? await readSignatureCertificate(connection, signal) : own;
      if (kind === 'signature') this.birthDate = birthDateOf(certificate);
      const signs = kind === 'signature' ? algorithmOf(certificate) : algorithm;
      const signature = await signWithPin(connection, kind, message, signs, signal);
      this[kind] = { certificate: base64url(certificate), signature: base64url(signature) };
    }, signal);
  }

  async state(tap: Tap, signal: AbortSignal, challenged: (id: string) => void): Promise<string> {
    const { key, clock } = this.parts;
    const message = await this.message(challenged);
    const { birthDate, signature, authentication, application, challenge } = this;
    if (!signature || !authentication || !application || !challenge)
      throw new AgentFailure('platform.failed');
    const surface = await tap.run(
      (connection, { algorithm }) => readAndProveSurface(connection, birthDate, message, algorithm, signal),
      signal,
    );
    const statement = {
      challenge: challenge.id,
      nonce: challenge.nonce,
      box: challenge.box,
      origin: this.origin,
      application: base64url(application),
      authentication,
      signature,
      surface: { record: base64url(surface.record), signature: base64url(surface.signature) },
      at: clock.instant(),
    } satisfies EnrolmentStatement;
    return key.sign({ typ: enrolmentType, kid: key.thumbprint }, statement);
  }

  /** Durable on the box when it resolves. @throws AgentFailure as every request to the platform */
  async send(statement: string): Promise<() => void> {
    const { requests, household } = this.parts;
    const { serial, birthDate } = this;
    const { resident, certificate } = await requests.json(
      'identity',
      { method: 'POST', path: this.path, body: { json: { statement } } },
      (value) => EnrolmentVerdict.parse(value),
    );
    if (certificate.serial !== serial) throw new AgentFailure('platform.failed', 'another certificate');
    await household.enrol({ subject: resident, issuerKey: certificate.issuerKey, serial, birthDate });
    return () => {};
  }

  /** What all three keys sign; one challenge for the whole tap. */
  private async message(challenged: (id: string) => void): Promise<Uint8Array> {
    await this.prepare();
    if (this.challenge === undefined) {
      this.challenge = await askChallenge(this.parts, { service: this.service, origin: this.origin }, 't3');
      challenged(this.challenge.id);
    }
    const applicationDigest = createHash('sha256').update(this.application!).digest('base64url');
    return enrolmentMessage({ ...this.challenge, origin: this.origin, applicationDigest });
  }
}
