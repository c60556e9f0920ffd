import { createHash, createHmac, generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CompactSign, calculateJwkThumbprint, compactVerify, importJWK, type JWK, jwtVerify } from 'jose';
import { type WebSocket, WebSocketServer } from 'ws';
import type { AnswerStatement, Order, Receipt } from '../../mock-platform/src/protocol/alerts.ts';
import {
  BoxRegistrationRequest,
  FromBox,
  receiptsMessage,
  type ToBox,
} from '../../mock-platform/src/protocol/boxes.ts';
import { EnrolmentStatement, LoginStatement } from '../../mock-platform/src/protocol/identity.ts';
import type { BoxResident } from '../../mock-platform/src/protocol/town.ts';
import type { WatchOverAnswer } from '../../mock-platform/src/protocol/watch-over.ts';

export const municipality = '990019';
export const hana = 'subject-of-hana-0001';
export const isamu = 'subject-of-isamu-001';
export const registrationCode = '12345678';

interface Verdict {
  resident: string;
  services: string[];
  /** Absent: the tier of the statement. */
  tier?: string;
}

type Decide = (statement: LoginStatement) => Verdict | { refused: string; resident?: string };

export interface SeenRequest {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
  /** What the token was good for, if one came. */
  token?: { audience: string; person: string | undefined };
}

interface Pair {
  privateKey: JWK;
  publicKey: { kty: 'EC'; crv: 'P-256'; x: string; y: string };
  kid: string;
}

/** A town's signing key. */
export async function townKey(): Promise<Pair> {
  const jwk = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
  const publicKey = { kty: 'EC' as const, crv: 'P-256' as const, x: jwk.x!, y: jwk.y! };
  return { privateKey: jwk as JWK, publicKey, kid: await calculateJwkThumbprint(publicKey) };
}

/** An order as a town signs it; `header` replaces parts of the protected header. */
export async function signed(
  key: Pair,
  order: unknown,
  header: Record<string, unknown> = {},
): Promise<string> {
  return new CompactSign(new TextEncoder().encode(JSON.stringify(order)))
    .setProtectedHeader({ alg: 'ES256', typ: 'chanoma-order+jwt', kid: key.kid, ...header })
    .sign(await importJWK(key.privateKey, 'ES256'));
}

export function anOrder(changes: Partial<Order> = {}): Order {
  const now = Date.now();
  return {
    version: 1,
    id: randomUUID(),
    municipality,
    municipalityName: 'ひより町',
    status: 'live',
    action: 'issue',
    references: [],
    hazard: 'landslide',
    level: 4,
    districts: ['yamate'],
    sentences: ['ひより{小学校|しょうがっこう}へ にげて ください。'],
    issuedAt: new Date(now).toISOString(),
    expiresAt: new Date(now + 3_600_000).toISOString(),
    ...changes,
  };
}

/**
 * Just enough of a platform to see what a box does: it checks DPoP proofs, client assertions and signatures like the
 * real one and otherwise does what the test tells it.
 */
export class FakePlatform {
  readonly requests: SeenRequest[] = [];
  readonly statements: LoginStatement[] = [];
  readonly enrolments: EnrolmentStatement[] = [];
  /** Application forms by id, byte for byte. */
  readonly applications = new Map<string, string>();
  /** Answer to an enrolment. */
  enrol: (statement: EnrolmentStatement) => object = () => ({ refused: 'enrolment.unexpected' });
  /** `GET /identity/policy`; 404 when absent. */
  policy: object | undefined;
  readonly receipts: Receipt[] = [];
  /** Ids of receipts that came with the box's own signature instead of the connection's MAC. */
  readonly signedReceipts: string[] = [];
  /** What the box's clock said at each `resume`. */
  readonly clocks: string[] = [];
  /** Faults of what the box sent; a good box leaves it empty. */
  readonly faults: string[] = [];
  readonly answers: AnswerStatement[] = [];
  readonly watchOverAnswers: WatchOverAnswer[] = [];
  readonly resumes: number[] = [];
  residents: BoxResident[] = [
    { subject: hana, callName: 'はな', fullName: '若葉 はな' },
    { subject: isamu, callName: 'いさむ', fullName: '若葉 いさむ' },
  ];
  decide: Decide = () => ({ resident: hana, services: ['health', 'booking', 'notices'] });
  /** How far its clock is ahead of the box's. */
  clockAheadMs = 0;
  /** Whether receipts and answers are confirmed. */
  confirms = true;
  tokenSeconds = 600;
  /** Waits before it answers a login. */
  slowLogin: Promise<void> = Promise.resolve();
  /** Waits before it answers a service. */
  slowService: Promise<void> = Promise.resolve();
  /** Answers of services by path; everything else is 404. */
  readonly services = new Map<
    string,
    { status?: number; type?: string; body: string | ((asked: string) => string) }
  >();
  box = randomUUID();
  boxKey: JWK | undefined;
  key!: Pair;
  private cursor = 0;
  private readonly log: { cursor: number; order: string }[] = [];
  private readonly tokens = new Map<string, { audience: string; person: string | undefined; jkt: string }>();
  private readonly challenges = new Map<string, string>();
  private readonly results = new Map<string, string>();
  private server: Server | undefined;
  private readonly stream = new WebSocketServer({ noServer: true });
  private port = 0;

  static async start(): Promise<FakePlatform> {
    const platform = new FakePlatform();
    platform.key = await townKey();
    await platform.up();
    return platform;
  }

  get url(): string {
    return `http://localhost:${this.port}`;
  }

  /** Listens (again) on the same port. */
  async up(): Promise<void> {
    const server = createServer((request, response) => void this.answer(request, response));
    server.on('upgrade', (request, socket, head) => {
      const token = this.callerOf(request);
      if (request.url !== '/boxes/stream' || token?.audience !== 'urn:chanoma:boxes') {
        socket.end('HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n');
        return;
      }
      this.stream.handleUpgrade(request, socket, head, (box) => this.serve(box));
    });
    await new Promise<void>((resolve) => server.listen(this.port, 'localhost', resolve));
    this.port = (server.address() as AddressInfo).port;
    this.server = server;
  }

  /** Goes away without a word. */
  async down(): Promise<void> {
    for (const box of this.stream.clients) box.terminate();
    const { server } = this;
    this.server = undefined;
    if (server === undefined) return;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
  }

  get connectedBoxes(): number {
    return this.stream.clients.size;
  }

  /** Into the log and to every connected box. */
  send(jws: string): void {
    this.cursor += 1;
    this.log.push({ cursor: this.cursor, order: jws });
    this.tell({ type: 'order', cursor: this.cursor, order: jws });
  }

  async issue(order: Order): Promise<void> {
    this.send(await signed(this.key, order));
  }

  tell(message: ToBox): void {
    for (const box of this.stream.clients) box.send(JSON.stringify(message));
  }

  private serve(box: WebSocket): void {
    const sessionKey = randomBytes(32);
    let sequence = 0;
    box.on('error', () => {});
    box.on('message', async (data) => {
      const message = FromBox.parse(JSON.parse(data.toString()));
      const say = (answer: ToBox) => box.send(JSON.stringify(answer));
      if (message.type === 'resume') {
        this.resumes.push(message.cursor);
        this.clocks.push(message.clock);
        const clock = new Date(Date.now() + this.clockAheadMs).toISOString();
        say({ type: 'welcome', clock, municipality, sessionKey: sessionKey.toString('base64url') });
        for (const item of this.log) if (item.cursor > message.cursor) say({ type: 'order', ...item });
      } else if (message.type === 'receipts') {
        const own = createHmac('sha256', sessionKey).update(
          receiptsMessage(message.sequence, message.receipts),
        );
        if (own.digest('base64url') !== message.mac) this.faults.push('receipt.mac');
        if (message.sequence !== sequence + 1) this.faults.push('receipt.sequence');
        sequence = message.sequence;
        this.receipts.push(...message.receipts);
        if (this.confirms) say({ type: 'stored', ids: message.receipts.map(({ id }) => id) });
      } else if (message.type === 'signed-receipts') {
        for (const statement of message.statements) {
          const receipt = await this.signedByBox<Receipt>(statement, 'chanoma-receipt+jwt');
          this.receipts.push(receipt);
          this.signedReceipts.push(receipt.id);
          if (this.confirms) say({ type: 'stored', ids: [receipt.id] });
        }
      } else if (message.type === 'watch-over-answer') {
        const answer = await this.signedByBox<WatchOverAnswer>(message.statement, 'chanoma-watchover+jwt');
        this.watchOverAnswers.push(answer);
        if (this.confirms) say({ type: 'stored', ids: [answer.id] });
      } else {
        const answer = await this.signedByBox<AnswerStatement>(message.statement, 'chanoma-answer+jwt');
        this.answers.push(answer);
        if (this.confirms) say({ type: 'stored', ids: [answer.id] });
      }
    });
  }

  private async signedByBox<T>(statement: string, typ: string): Promise<T> {
    const verified = await compactVerify(statement, await importJWK(this.boxKey!, 'ES256'));
    if (verified.protectedHeader.typ !== typ) this.faults.push(`type ${verified.protectedHeader.typ}`);
    return JSON.parse(new TextDecoder().decode(verified.payload)) as T;
  }

  /** The token of a request whose proof fits it. */
  private callerOf(request: IncomingMessage) {
    const value = /^DPoP (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    const token = this.tokens.get(value ?? '');
    const proof = this.proofOf(request);
    if (token === undefined || value === undefined || proof === undefined) return undefined;
    const hash = createHash('sha256').update(value).digest('base64url');
    return proof.claims.ath === hash ? token : undefined;
  }

  private proofOf(request: IncomingMessage) {
    const [header, payload] = String(request.headers.dpop).split('.');
    if (header === undefined || payload === undefined) return undefined;
    const head = JSON.parse(Buffer.from(header, 'base64url').toString()) as { typ: string; jwk: JWK };
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
    const fits =
      head.typ === 'dpop+jwt' &&
      !('d' in head.jwk) &&
      claims.htm === request.method &&
      claims.htu === this.url + (request.url ?? '').split('?')[0];
    return fits ? { jwk: head.jwk, claims } : undefined;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
    const body = Buffer.concat(parts).toString('utf8');
    const { method = '', url: path = '' } = request;
    const token = request.headers.authorization === undefined ? undefined : this.callerOf(request);
    this.requests.push({ method, path, headers: request.headers, body, ...(token && { token }) });
    const json = (status: number, value: unknown, type = 'application/json') => {
      response.writeHead(status, { 'content-type': type });
      response.end(JSON.stringify(value));
    };
    const problem = (status: number, code: string, more: object = {}) =>
      json(status, { type: 'about:blank', title: code, status, code, ...more }, 'application/problem+json');
    if (path === '/boxes/registrations') {
      const asked = BoxRegistrationRequest.parse(JSON.parse(body));
      if (asked.code !== registrationCode) return problem(403, 'registration.code');
      this.boxKey = asked.publicKey;
      return json(200, {
        box: this.box,
        issuer: `${this.url}/oidc`,
        municipality,
        municipalityName: 'ひより町',
        operatorName: 'ひよりケーブル',
        district: 'yamate',
        townKeys: [{ municipality, kid: this.key.kid, publicKey: this.key.publicKey }],
      });
    }
    if (path === '/oidc/token') return json(...(await this.grant(request, new URLSearchParams(body))));
    if (request.headers.authorization !== undefined && token === undefined)
      return problem(401, 'token.invalid');
    if (path === '/identity/challenges') {
      const id = randomUUID();
      const nonce = randomBytes(32).toString('base64url');
      this.challenges.set(id, nonce);
      return json(200, { id, nonce, expiresAt: new Date(Date.now() + 300_000).toISOString() });
    }
    if (path === '/identity/policy' && this.policy !== undefined) return json(200, this.policy);
    const form = this.applications.get(path.replace('/identity/applications/', ''));
    if (form !== undefined) {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(form);
      return;
    }
    if (path.startsWith('/identity/applications/')) return problem(404, 'application.unknown');
    if (path === '/identity/enrolments') {
      const statement = EnrolmentStatement.parse(await this.sworn(body, 'chanoma-enrolment+jwt'));
      if (!this.used(statement)) return problem(403, 'challenge.unknown');
      this.enrolments.push(statement);
      const verdict = this.enrol(statement);
      return 'refused' in verdict ? problem(403, String(verdict.refused)) : json(200, verdict);
    }
    if (path === '/identity/logins') {
      await this.slowLogin;
      const statement = LoginStatement.parse(await this.sworn(body, 'chanoma-login+jwt'));
      if (!this.used(statement)) return problem(403, 'challenge.unknown');
      this.statements.push(statement);
      const verdict = this.decide(statement);
      if ('refused' in verdict) return problem(403, verdict.refused, { resident: verdict.resident });
      const result = randomUUID();
      this.results.set(result, verdict.resident);
      const expiresAt = new Date(Date.now() + 60_000).toISOString();
      return json(200, { result, expiresAt, tier: statement.tier, ...verdict });
    }
    if (path === '/town/residents') {
      if (token?.audience !== 'urn:chanoma:town') return problem(401, 'token.audience');
      return json(200, { residents: this.residents });
    }
    await this.slowService;
    const service = this.services.get(path.split('?')[0]!);
    if (service === undefined) return problem(404, 'not-found');
    response.writeHead(service.status ?? 200, { 'content-type': service.type ?? 'application/json' });
    response.end(typeof service.body === 'string' ? service.body : service.body(body));
  }

  /** The payload of a statement that the box signed. */
  private async sworn(body: string, type: string): Promise<unknown> {
    const { statement } = JSON.parse(body) as { statement: string };
    const { payload, protectedHeader } = await compactVerify(
      statement,
      await importJWK(this.boxKey!, 'ES256'),
    );
    if (protectedHeader.typ !== type) throw new Error(`typ ${protectedHeader.typ}`);
    return JSON.parse(new TextDecoder().decode(payload));
  }

  /** Uses a challenge up; false when it is not one of ours. */
  private used({ challenge, nonce }: { challenge: string; nonce: string }): boolean {
    const known = this.challenges.get(challenge) === nonce;
    this.challenges.delete(challenge);
    return known;
  }

  private async grant(request: IncomingMessage, form: URLSearchParams): Promise<[number, unknown]> {
    const proof = this.proofOf(request);
    const assertion = form.get('client_assertion') ?? '';
    try {
      await jwtVerify(assertion, await importJWK(this.boxKey!, 'ES256'), {
        issuer: this.box,
        subject: this.box,
        audience: `${this.url}/oidc`,
        requiredClaims: ['jti', 'exp'],
      });
    } catch {
      return [401, { error: 'invalid_client' }];
    }
    if (proof === undefined) return [400, { error: 'invalid_dpop_proof' }];
    let person: string | undefined;
    if (form.get('grant_type') !== 'client_credentials') {
      person = this.results.get(form.get('subject_token') ?? '');
      if (person === undefined) return [400, { error: 'invalid_grant' }];
    }
    const token = randomUUID();
    const jkt = await calculateJwkThumbprint(proof.jwk);
    this.tokens.set(token, { audience: form.get('resource') ?? '', person, jkt });
    return [200, { access_token: token, token_type: 'DPoP', expires_in: this.tokenSeconds }];
  }

  /** Every token given out so far is refused from now on. */
  revokeTokens(): void {
    this.tokens.clear();
  }
}
