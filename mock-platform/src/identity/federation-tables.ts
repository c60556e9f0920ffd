import type { ColumnType } from 'kysely';
import type { CardTier } from '../protocol/identity.ts';

/** Written as JSON text, read as what it says. */
type Json<T> = ColumnType<T, string, string>;

export type RequestState = 'unlinked' | 'waiting' | 'approved' | 'denied';
export type StreamStatus = 'enabled' | 'paused' | 'disabled';
export type DeliveryState = 'waiting' | 'done' | 'dead';

/** What the service providers outside are part of, in schema `identity`. */
export interface FederationTables {
  /** A service provider under contract with one operator (S8). */
  'identity.relying_party': {
    id: string;
    operator: string;
    /** As viewers know it. */
    name: string;
    /** One sentence: what the service uses the data for. */
    purpose: string | null;
    /** First and last day of the contract, in Japan. */
    from_on: string;
    to_on: string | null;
    /** Ended before its last day. */
    ended_at: Date | null;
    /** Separated by blanks. */
    scopes: string;
    /** Least tier of its logins. */
    tier: CardTier;
    redirect_uris: Json<string[]>;
    device_grant: boolean;
    jwks: Json<{ keys: Record<string, unknown>[] }>;
    /** Sector of its pairwise subjects. */
    sector: string;
    logout_uri: string | null;
    signals_endpoint: string | null;
    /** It is this municipality's register: it hears of enrolments (`resident-enrolled`). */
    municipality: string | null;
    changed_at: Date;
  };
  /** What the OpenID provider keeps: sessions, interactions, codes, grants, opaque tokens. */
  'identity.provider_record': {
    kind: string;
    id: string;
    payload: Json<Record<string, unknown>>;
    grant_id: string | null;
    user_code: string | null;
    uid: string | null;
    expires_at: Date;
    consumed_at: Date | null;
  };
  /** Number that a television shows, so that a page elsewhere can name it. */
  'identity.television_code': { code: string; box: string; expires_at: Date };
  /** A login at a service provider that waits for a card. */
  'identity.federation_request': {
    id: string;
    interaction: string;
    relying_party: string;
    scopes: string;
    tier: CardTier;
    /** Two digits on both screens: whoever approves sees that it is the same request. */
    number: string;
    attempts: ColumnType<number, number | undefined, number>;
    box: string | null;
    state: RequestState;
    person: string | null;
    reached: CardTier | null;
    expires_at: Date;
  };
  /** What a person agreed to for one service provider. */
  'identity.consent': {
    person: string;
    relying_party: string;
    scopes: string;
    /** The sentence that was shown. */
    sentence: string;
    from_at: Date;
    to_at: Date | null;
  };
  /** A login at a service provider as long as the card lies on the reader. */
  'identity.federation_visit': {
    id: string;
    person: string;
    box: string;
    relying_party: string;
    grant_id: string;
    tier: CardTier;
    began_at: Date;
    ends_at: Date;
    ended_at: Date | null;
    end_reason: string | null;
  };
  'identity.signal_stream': {
    id: string;
    relying_party: string;
    method: 'push' | 'poll';
    endpoint: string | null;
    authorization_sealed: string | null;
    /** Event types that are sent, separated by blanks. */
    events: string;
    description: string | null;
    status: StreamStatus;
    reason: string | null;
    created_at: Date;
  };
  /** Outbox: notices and logouts that a service provider must get. */
  'identity.delivery': {
    /** Also `jti` of the token that is sent. */
    id: string;
    relying_party: string;
    kind: 'event' | 'logout';
    person: string | null;
    event: string;
    detail: Json<Record<string, unknown>>;
    at: Date;
    state: DeliveryState;
    attempts: ColumnType<number, number | undefined, number>;
    next_at: Date;
    error: string | null;
    done_at: Date | null;
  };
  /** What has changed about a person's certificates or facts, each once. */
  'identity.change': {
    id: string;
    person: string;
    kind: string;
    /** Makes it unique within its kind. */
    mark: string;
    detail: Json<Record<string, unknown>>;
    at: Date;
  };
  /** Counts for the bill (S8). */
  'identity.usage': {
    month: string;
    operator: string;
    service: string;
    kind: string;
    count: number | string;
  };
}
