import {
  type CardTier,
  type LoginStatement,
  loginMessage,
} from '../../../mock-platform/src/protocol/identity.ts';
import { algorithmOf } from '../card/algorithm.ts';
import { readSignatureCertificate } from '../card/certificate.ts';
import { type PinKind, signWithPin } from '../card/pin.ts';
import { proveWithSurface } from '../card/surface.ts';
import { AgentFailure, codeOf } from '../failure.ts';
import { serialOf } from './certificate.ts';
import { askChallenge, type BoxChallenge, base64url } from './challenge.ts';
import type { Errand } from './errand.ts';
import type { LoginPlan } from './machine.ts';
import type { LoginPurpose, StepParts } from './steps.ts';
import type { Tap } from './tap.ts';

export const loginType = 'chanoma-login+jwt';

type Proof = LoginStatement['proof'];
type Proven = BoxChallenge & { proof: Proof };

/** A login with one card: without PIN by its possession proof, or with the key that a PIN opens. */
export class CardLogin implements Errand {
  readonly path = '/identity/logins';
  private tier: CardTier;
  private withPin: boolean;
  private proven: Proven | undefined;
  /** See `Errand`; set by whoever approves a login elsewhere with this one. */
  request?: string;
  abandoned?: () => void;
  /** Id of the challenge that the last statement answers. */
  challengeId = '';

  /** `renews`: see `LoginStatement`. */
  constructor(
    private readonly parts: StepParts,
    private readonly purpose: LoginPurpose,
    readonly plan: LoginPlan,
    readonly send: Errand['send'],
    private readonly renews?: string,
  ) {
    this.tier = plan.tier;
    this.withPin = plan.pins.length > 0;
  }

  get service(): LoginPurpose['service'] {
    return this.purpose.service;
  }

  recognise(tap: Tap, plan: LoginPlan): string | undefined {
    const { household } = this.parts;
    if (plan.tier !== this.tier) this.forget();
    this.tier = plan.tier;
    this.withPin = plan.pins.length > 0;
    const serial = serialOf(tap.read.certificate);
    const enrolled = household.residentOfCertificate(serial);
    if (enrolled !== undefined && !this.withPin && household.birthDateRefused(serial)) {
      throw new AgentFailure('card.birth-date-refused', undefined, undefined, enrolled.subject);
    }
    return enrolled?.subject;
  }

  wantsMore: Errand['wantsMore'] = async () => false;

  async prepare(): Promise<void> {}

  forget(): void {
    this.proven = undefined;
  }

  async usePin(
    kind: PinKind,
    tap: Tap,
    signal: AbortSignal,
    challenged: (id: string) => void,
  ): Promise<void> {
    const challenge = await this.challenge(challenged);
    const message = this.messageFor(challenge);
    this.proven = await tap.run(async (connection, { algorithm }): Promise<Proven> => {
      if (kind === 'authentication') {
        const signature = await signWithPin(connection, kind, message, algorithm, signal);
        return { ...challenge, proof: { kind: 'authentication-key', signature: base64url(signature) } };
      }
      const certificate = await readSignatureCertificate(connection, signal);
      const signature = await signWithPin(connection, kind, message, algorithmOf(certificate), signal);
      return {
        ...challenge,
        proof: {
          kind: 'signature-key',
          certificate: base64url(certificate),
          signature: base64url(signature),
        },
      };
    }, signal);
  }

  /** A card that was not enrolled at this box goes without proof: the agent has no birth date to open it with. */
  async state(tap: Tap, signal: AbortSignal, challenged: (id: string) => void): Promise<string> {
    const { key, clock } = this.parts;
    const { certificate } = tap.read;
    const { box, id, nonce, proof } = this.proven ?? (await this.provePossession(tap, signal, challenged));
    const { tier, renews } = this;
    this.challengeId = id;
    const statement = {
      challenge: id,
      nonce,
      box,
      ...this.purpose,
      tier,
      certificate: base64url(certificate),
      ...(proof === undefined ? {} : { proof }),
      ...(renews === undefined ? {} : { renews }),
      at: clock.instant(),
    } satisfies LoginStatement;
    return key.sign({ typ: loginType, kid: key.thumbprint }, statement);
  }

  private async provePossession(
    tap: Tap,
    signal: AbortSignal,
    challenged: (id: string) => void,
  ): Promise<Proven> {
    const { household } = this.parts;
    const serial = serialOf(tap.read.certificate);
    const challenge = await this.challenge(challenged);
    const enrolled = household.residentOfCertificate(serial);
    if (enrolled === undefined) return { ...challenge, proof: undefined };
    const { birthDate } = enrolled;
    const message = this.messageFor(challenge);
    const signature = await tap
      .run(
        (connection, { algorithm }) => proveWithSurface(connection, birthDate, message, signal, algorithm),
        signal,
      )
      .catch(async (error) => {
        if (codeOf(error, '') === 'card.birth-date-refused') await household.refuseBirthDate(serial);
        throw error;
      });
    return { ...challenge, proof: { kind: 'surface-authentication', signature: base64url(signature) } };
  }

  private messageFor({ nonce, box }: BoxChallenge): Uint8Array {
    return loginMessage({ nonce, box, ...this.purpose, tier: this.tier });
  }

  private async challenge(challenged: (id: string) => void): Promise<BoxChallenge> {
    const challenge = await askChallenge(this.parts, this.purpose, this.tier);
    challenged(challenge.id);
    return challenge;
  }
}
