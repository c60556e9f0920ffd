import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { BoxClock } from '../clock.ts';
import { codeOf } from '../failure.ts';
import { commonHeaders, sendProblem } from '../local/headers.ts';
import type { Sessions } from '../login/sessions.ts';
import type { BoxRequests } from '../platform/box-requests.ts';
import type { PlatformAnswer, PlatformClient, PlatformRequest } from '../platform/http.ts';
import type { Trace } from '../trace.ts';
import type { PublicCache } from './public-cache.ts';
import { readBody } from './read-body.ts';
import { type ServiceTarget, targetOf } from './rules.ts';

/** Only data leaves this origin, never something a browser would run. */
const passedTypes = ['application/json', 'application/problem+json', 'application/fhir+json'];

export interface GatewayParts {
  client: PlatformClient;
  requests: BoxRequests;
  sessions: Sessions;
  cache: PublicCache;
  clock: BoxClock;
  trace: Trace;
}

/** `/services/…`: the page's way to the platform, with a token that the page never sees. */
export class Gateway {
  constructor(private readonly parts: GatewayParts) {}

  /** Answers a request whose Host, origin and pairing have been checked. */
  async answer(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const { method } = request;
    // No page of another origin can send this header without asking first, and nobody answers such a question.
    if (request.headers['x-chanoma'] !== '1') return sendProblem(response, 403, 'request.header');
    if (method !== 'GET' && method !== 'POST') return sendProblem(response, 405, 'request.method');
    const target = targetOf(method, url, request.url ?? '');
    if (target === undefined) return sendProblem(response, 404, 'request.unknown-path');
    let body: PlatformRequest['body'];
    if (method === 'POST') {
      const type = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
      if (type !== 'application/json') return sendProblem(response, 415, 'request.malformed', 'content-type');
      const text = await readBody(request);
      if (text === undefined) return sendProblem(response, 413, 'request.malformed', 'body over 64 KiB');
      body = { text, type: 'application/json' };
    }
    const sent: PlatformRequest = {
      method,
      path: target.path,
      accept: 'application/json',
      ...(body === undefined ? {} : { body }),
    };
    return target.public
      ? this.answerPublic(response, sent, target)
      : this.answerPerson(response, sent, target);
  }

  private async answerPublic(
    response: ServerResponse,
    sent: PlatformRequest,
    { service, path }: ServiceTarget,
  ): Promise<void> {
    const { requests, cache, clock } = this.parts;
    let failed: string;
    try {
      const answer = await requests.send(service, sent);
      if (answer.status < 500) {
        const asOf = clock.instant();
        if (answer.status === 200 && passes(answer)) {
          const { contentType } = answer;
          void cache.keep({ path, asOf, type: contentType, body: answer.body.toString('utf8') });
        }
        return pass(response, answer, { 'x-chanoma-as-of': asOf });
      }
      failed = 'platform.failed';
    } catch (error) {
      failed = codeOf(error, 'platform.failed');
    }
    const kept = await cache.read(path);
    if (kept === undefined) return sendProblem(response, 502, failed);
    response.writeHead(200, {
      ...commonHeaders,
      'content-type': kept.type,
      'cache-control': 'no-store',
      'x-chanoma-as-of': kept.asOf,
      'x-chanoma-offline': '1',
    });
    response.end(kept.body);
  }

  private async answerPerson(
    response: ServerResponse,
    sent: PlatformRequest,
    { service }: ServiceTarget,
  ): Promise<void> {
    const { client, sessions } = this.parts;
    const token = sessions.tokenFor(service);
    if (token === undefined) return sendProblem(response, 401, 'session.none');
    const answered = this.traceRequest(sent);
    let answer: PlatformAnswer;
    try {
      answer = await client.send({ ...sent, token });
    } catch (error) {
      const code = codeOf(error, 'platform.failed');
      answered(code);
      return sendProblem(response, 502, code);
    }
    answered(answer.status < 400 ? 'ok' : String(answer.status));
    // Who was signed in when it was asked must still be signed in when it is shown.
    const still = sessions.tokenFor(service);
    if (still === undefined) return sendProblem(response, 401, 'session.none');
    if (answer.status === 401) {
      if (still === token) sessions.end('expired');
      return sendProblem(response, 401, 'session.ended');
    }
    return pass(response, answer, {});
  }

  /**
   * The way of a personal request, without anything personal: no query, no identifiers. The returned function is called
   * with the verdict when the platform's answer is there.
   */
  private traceRequest({ method, path }: PlatformRequest): (verdict: string) => void {
    const { trace } = this.parts;
    const flow = randomUUID();
    const [plain = ''] = path.split('?', 1);
    const what = `${method} ${plain.replace(/\/[^/]*\d[^/]*/g, '/…')}`.slice(0, 80);
    trace.step({ flow, station: 'television', what });
    trace.step({ flow, station: 'agent', what });
    return (verdict) => trace.step({ flow, station: 'platform', what, verdict });
  }
}

const passes = (answer: PlatformAnswer): boolean =>
  passedTypes.includes(answer.contentType.split(';', 1)[0]?.trim().toLowerCase() ?? '');

function pass(response: ServerResponse, answer: PlatformAnswer, headers: Record<string, string>): void {
  const unusable = answer.body.length > 0 ? !passes(answer) : answer.status >= 300;
  if (unusable) {
    sendProblem(response, 502, 'platform.failed');
    return;
  }
  response.writeHead(answer.status, {
    ...commonHeaders,
    ...(answer.body.length > 0 ? { 'content-type': answer.contentType } : {}),
    'cache-control': 'no-store',
    ...headers,
  });
  response.end(answer.body);
}
