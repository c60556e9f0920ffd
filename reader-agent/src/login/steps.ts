import type { ServiceName, Tier } from '../../../mock-platform/src/protocol/basics.ts';
import {
  Challenge,
  type LoginStatement,
  LoginVerdict,
  loginMessage,
} from '../../../mock-platform/src/protocol/identity.ts';
import type { BoxKey } from '../box/box-key.ts';
import type { Household } from '../box/household.ts';
import type { Registrations } from '../box/registrations.ts';
import { readCard } from '../card/read.ts';
import { proveWithSurface } from '../card/surface.ts';
import type { BoxClock } from '../clock.ts';
import { AgentFailure, codeOf } from '../failure.ts';
import type { BoxRequests } from '../platform/box-requests.ts';
import type { AccessToken, Tokens } from '../platform/tokens.ts';
import type { ReaderBackend } from '../readers/reader.ts';
import { serialOf } from './certificate.ts';

export const loginType = 'chanoma-login+jwt';
const tier = 't1';
/** Services that the page reaches with a person's token through this agent. */
const personServices: readonly ServiceName[] = ['health', 'booking', 'notices', 'town'];

export interface StepParts {
  reader: ReaderBackend;
  key: BoxKey;
  registrations: Registrations;
  household: Household;
  requests: BoxRequests;
  tokens: Tokens;
  clock: BoxClock;
}

export interface LoginPurpose {
  service: ServiceName;
  /** Origin of the page that asked. */
  origin: string;
}

/** Who wants to know how far the card's part is. */
export interface CardWatch {
  /** The certificate is read; `resident` when it was enrolled at this box. */
  read?(resident: string | undefined): void;
  /** The platform gave the challenge of this id. */
  challenged?(id: string): void;
}

/** What an accepted login brings. */
export interface Admission {
  resident: string;
  tier: Tier;
  services: ServiceName[];
  tokens: ReadonlyMap<ServiceName, AccessToken>;
}

/** The work behind the phases of a login, and of its renewal. One card at a time. */
export class LoginSteps {
  private card: Promise<unknown> = Promise.resolve();

  constructor(private readonly parts: StepParts) {}

  /**
   * Card's part: certificate, challenge, proof. The result is the statement, signed by the box key.
   * A card that was not enrolled at this box goes without proof: the agent has no birth date to open it with.
   * @throws CardFailure, AgentFailure
   */
  readAndProve(purpose: LoginPurpose, signal: AbortSignal, watch: CardWatch): Promise<string> {
    const work = this.card.then(() => this.withCard(purpose, signal, watch));
    this.card = work.catch(() => {});
    return work;
  }

  /**
   * Platform's part: the verdict, and tokens of every service it opens (its result lives a minute, so all at once).
   * @throws AgentFailure with the platform's refusal code, `platform.unreachable`, `platform.failed`
   */
  async check(statement: string, service: ServiceName): Promise<Admission> {
    const { requests, tokens } = this.parts;
    const verdict = await requests.json(
      'identity',
      { method: 'POST', path: '/identity/logins', body: { json: { statement } } },
      (value) => LoginVerdict.parse(value),
    );
    if (!verdict.services.includes(service)) throw new AgentFailure('login.tier-too-low');
    const wanted = personServices.filter((one) => verdict.services.includes(one));
    const granted = new Map<ServiceName, AccessToken>();
    const failed = new Set<ServiceName>();
    await Promise.all(
      wanted.map(async (one) => {
        try {
          granted.set(one, await tokens.exchange(one, verdict.result));
        } catch (error) {
          if (one === service) throw error;
          failed.add(one);
        }
      }),
    );
    return {
      resident: verdict.resident,
      tier: verdict.tier,
      services: verdict.services.filter((one) => !failed.has(one)),
      tokens: granted,
    };
  }

  private async withCard(purpose: LoginPurpose, signal: AbortSignal, watch: CardWatch): Promise<string> {
    if (signal.aborted) throw new AgentFailure('login.cancelled');
    const { reader, key, registrations, household, clock } = this.parts;
    const registration = registrations.current;
    if (registration === undefined) throw new AgentFailure('box.unregistered');
    const connection = await reader.connect();
    // A command that hangs ends when its card is closed.
    const abort = () => void connection.close();
    signal.addEventListener('abort', abort, { once: true });
    try {
      const { certificate } = await readCard(connection, signal);
      const serial = serialOf(certificate);
      const enrolled = household.residentOfCertificate(serial);
      watch.read?.(enrolled?.subject);
      if (enrolled !== undefined && household.birthDateRefused(serial)) {
        throw new AgentFailure('card.birth-date-refused');
      }
      const { id, nonce } = await this.challenge(purpose);
      watch.challenged?.(id);
      const binding = { nonce, box: registration.box, ...purpose, tier };
      let proof: LoginStatement['proof'];
      if (enrolled !== undefined) {
        const signature = await proveWithSurface(
          connection,
          enrolled.birthDate,
          loginMessage(binding),
          signal,
        ).catch(async (error) => {
          if (codeOf(error, '') === 'card.birth-date-refused') await household.refuseBirthDate(serial);
          throw error;
        });
        proof = {
          kind: 'surface-authentication',
          signature: Buffer.from(signature).toString('base64url'),
        };
      }
      const statement = {
        challenge: id,
        ...binding,
        tier,
        certificate: Buffer.from(certificate).toString('base64url'),
        ...(proof === undefined ? {} : { proof }),
        at: clock.instant(),
      } satisfies LoginStatement;
      return await key.sign({ typ: loginType, kid: key.thumbprint }, statement);
    } finally {
      signal.removeEventListener('abort', abort);
      await connection.close();
    }
  }

  private async challenge({ service, origin }: LoginPurpose): Promise<Challenge> {
    return this.parts.requests.json(
      'identity',
      { method: 'POST', path: '/identity/challenges', body: { json: { service, tier, origin } } },
      (value) => Challenge.parse(value),
    );
  }
}
