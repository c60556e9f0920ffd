import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Kysely, Migration } from 'kysely';
import type { ServiceName, Tier } from '../protocol/basics.ts';
import type { AccessTokenClaims } from '../protocol/tokens.ts';
import type { PlatformConfiguration } from './configuration.ts';
import type { KeyFolder } from './key-folder.ts';

/** Source of the current time; tests give their own. */
export type Clock = () => Date;

/** What a relying party learns about who calls: never more than the token says. */
export type Caller = AccessTokenClaims;

/** The part of a request that carries the token; also of a WebSocket's upgrade request. */
export type CallerRequest = Pick<FastifyRequest, 'headers' | 'method' | 'url'>;

/** Checks access tokens (audience, expiry, DPoP proof, tier) of requests to a relying party. */
export interface Callers {
  /** A box's own token or a person's; for what is public at every registered television. */
  box(request: CallerRequest, service: ServiceName): Promise<Caller>;
  /** A person's token of at least the tier that the policy asks for this service. */
  person(request: CallerRequest, service: ServiceName): Promise<Caller>;
}

export interface RegisteredBox {
  box: string;
  operator: string;
  municipality: string;
  district: string;
  /** Platform's own household id; leaves `boxes` and `identity` only as a pairwise id. */
  household: string;
  publicKey: { kty: 'EC'; crv: 'P-256'; x: string; y: string };
  blocked: boolean;
}

/** The register of boxes, as `identity` may ask it. */
export interface BoxRegister {
  find(box: string): Promise<RegisteredBox | undefined>;
  /** Name of a cable operator, as its customers know it. */
  operatorName(operator: string): Promise<string | undefined>;
  /** Wakes a box over its stream: logins at service providers that wait for a card there have changed. */
  tellRequestsChanged(box: string): void;
}

/** One step for the engineers' strip of the living room; does nothing outside the demo. */
export type Trace = (step: {
  flow: string;
  station: 'platform' | 'certification' | 'town';
  what: string;
  verdict?: string;
  household?: string;
}) => void;

/** Takes over the connection of a WebSocket request whose Host and Origin have been found good. */
export type UpgradeHandler = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** Built once at start, disposed of at the end, handed to every module. */
export interface PlatformContext {
  configuration: PlatformConfiguration;
  clock: Clock;
  /** The database with the tables of one module, named `module.table`; no module reads another's. */
  tables<T>(): Kysely<T>;
  callers: Callers;
  boxes: BoxRegister;
  /** Pairwise identifier of an internal id for one sector (service name, `town`, …). */
  pairwise(sector: string, id: string): string;
  /** Keyed hash for logs (D14): first 8 hex digits of an HMAC whose key changes monthly. */
  logHash(value: string): string;
  trace: Trace;
  /** Owner-only secrets of this installation. */
  keys: KeyFolder;
  /** Serves WebSocket requests of one path (without query). */
  onUpgrade(path: string, handler: UpgradeHandler): void;
  /** Calls `wake` when another platform process notifies the channel; it only wakes, readers read the gap. */
  onNotify(channel: string, wake: () => void): Promise<void>;
  /** Connections to the database server; none with the embedded database. */
  pool?: () => { total: number; idle: number; waiting: number };
  /** Runs at the end, last registered first. */
  onClose(dispose: () => Promise<void> | void): void;
}

/** A part of the platform: its migrations (own database schema) and its endpoints. */
export interface PlatformModule {
  name: string;
  migrations: Record<string, Migration>;
  routes(app: FastifyInstance, context: PlatformContext): Promise<void> | void;
}

export type { Tier };
