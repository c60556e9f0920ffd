import { importJWK, SignJWT } from 'jose';
import type { Selectable } from 'kysely';
import type { RelyingPartyScope } from '../../protocol/relying-parties.ts';
import type { PlatformContext } from '../../server/context.ts';
import { consentedScopes } from '../consent/consents.ts';
import { factClaims } from '../provider/account.ts';
import { signingKey } from '../provider/keys.ts';
import { sectorName } from '../provider/resources.ts';
import { findRelyingParty } from '../relying-parties/register.ts';
import type { IdentityTables } from '../tables.ts';
import { type ChangeKind, eventOf, type NewClaims } from './events.ts';

export type Delivery = Selectable<IdentityTables['identity.delivery']>;
export type Stream = Selectable<IdentityTables['identity.signal_stream']>;

const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout';
const LOGOUT_SECONDS = 120;
/** A municipality's register knows persons as the town does. */
const townSector = 'town';
const visitEvents: ReadonlySet<string> = new Set(['logout', 'session-ended']);
const factScopes: readonly RelyingPartyScope[] = ['name', 'address', 'birthdate', 'gender'];

/** Makes what a delivery sends, at the moment it is sent: with the consents of now and with keys of now. */
export class SecurityEvents {
  constructor(
    private readonly context: PlatformContext,
    readonly issuer: string,
  ) {}

  private get tables() {
    return this.context.tables<IdentityTables>();
  }

  private async signed(typ: string, claims: Record<string, unknown>, expires?: number): Promise<string> {
    const { privateJwk } = await signingKey(this.context.keys);
    const token = new SignJWT(claims)
      .setProtectedHeader({ alg: 'ES256', typ, ...(privateJwk.kid ? { kid: privateJwk.kid } : {}) })
      .setIssuer(this.issuer)
      .setIssuedAt(Math.floor(this.context.clock().getTime() / 1000));
    if (expires !== undefined) token.setExpirationTime(expires);
    return token.sign(await importJWK(privateJwk, 'ES256'));
  }

  private async subjectOf({ relying_party, person, event }: Delivery): Promise<string | undefined> {
    const contract = await findRelyingParty(this.tables, relying_party, this.context.clock());
    if (!contract || person === null) return undefined;
    // The end of a visit is about a login there, everything else about the town's register.
    const isRegister = contract.municipality !== undefined && !visitEvents.has(event);
    return this.context.pairwise(isRegister ? townSector : sectorName(contract.sector), person);
  }

  /** A logout token (OpenID Connect Back-Channel Logout 1.0 §2.4). */
  async logout(delivery: Delivery): Promise<string | undefined> {
    const sub = await this.subjectOf(delivery);
    if (!sub) return undefined;
    const expires = Math.floor(this.context.clock().getTime() / 1000) + LOGOUT_SECONDS;
    const { sid } = delivery.detail;
    return this.signed(
      'logout+jwt',
      {
        aud: delivery.relying_party,
        sub,
        ...(typeof sid === 'string' ? { sid } : {}),
        jti: delivery.id,
        events: { [logoutEvent]: {} },
      },
      expires,
    );
  }

  /**
   * A security event token (RFC 8417), or undefined when the service provider may not hear it any more: the person has
   * taken the consent back, or the stream does not take the event.
   */
  async event(delivery: Delivery, stream: Stream): Promise<string | undefined> {
    const { id: jti, relying_party: aud, person, event, detail, at } = delivery;
    if (person === null) {
      const sub_id = { format: 'opaque', id: stream.id };
      return this.signed('secevent+jwt', { aud, jti, sub_id, events: { [event]: detail } });
    }
    const kind = event as ChangeKind;
    const scopes = await consentedScopes(this.tables, person, aud);
    // The end of a visit is told to whoever had the visit.
    if (kind !== 'session-ended' && !scopes.includes(kind === 'enrolled' ? 'name' : 'changes'))
      return undefined;
    const fields = kind === 'enrolled' ? factScopes : detail.fields;
    const claims =
      kind === 'enrolled' || kind === 'facts-changed' ? await this.newClaims(person, scopes, fields) : {};
    const told = eventOf({ kind, detail, at }, stream.events.split(' '), claims);
    const sub = told && (await this.subjectOf(delivery));
    if (!told || !sub) return undefined;
    const sub_id = { format: 'iss_sub', iss: this.issuer, sub };
    return this.signed('secevent+jwt', {
      aud,
      jti,
      toe: Math.floor(at.getTime() / 1000),
      sub_id,
      events: { [told.type]: told.payload },
    });
  }

  private async newClaims(person: string, scopes: readonly string[], fields: unknown): Promise<NewClaims> {
    const facts = Array.isArray(fields) ? await factClaims(this.context, person) : undefined;
    const told = Object.entries(facts ?? {}).filter(
      ([name]) => scopes.includes(name) && (fields as unknown[]).includes(name),
    );
    return Object.fromEntries(told);
  }
}
