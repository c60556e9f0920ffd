import * as z from 'zod/mini';
import { Subject } from '../../../mock-platform/src/protocol/basics.ts';
import { Problem } from '../../../mock-platform/src/protocol/problem.ts';
import type { BoxKey } from '../box/box-key.ts';
import type { BoxClock } from '../clock.ts';
import { AgentFailure } from '../failure.ts';
import { dpopProof } from './dpop.ts';
import { exchange } from './exchange.ts';

/** Longest wait for an answer of the platform, milliseconds. */
const requestLimitMs = 5_000;

export interface PlatformRequest {
  method: 'GET' | 'POST';
  /** Path and query under the platform's base URL. */
  path: string;
  /** Access token; sent with a DPoP proof by the box key (RFC 9449 §7). */
  token?: string;
  /** Proof without a token, for the token endpoint (RFC 9449 §5). */
  proof?: boolean;
  /** Object (sent as JSON), form, or ready text of the given type. */
  body?: { json: unknown } | { form: Record<string, string> } | { text: string; type: string };
  accept?: string;
}

export interface PlatformAnswer {
  status: number;
  contentType: string;
  body: Buffer;
}

/** The box's only way to the platform over HTTP. */
export class PlatformClient {
  constructor(
    readonly baseUrl: string,
    private readonly key: BoxKey,
    private readonly clock: BoxClock,
    private readonly limitMs = requestLimitMs,
  ) {}

  /**
   * Any answer, whatever its status.
   * @throws AgentFailure `platform.unreachable` without an answer in time, `platform.failed` when it is too large
   */
  async send(request: PlatformRequest): Promise<PlatformAnswer> {
    const url = new URL(this.baseUrl + request.path);
    const headers: Record<string, string> = { accept: request.accept ?? 'application/json' };
    if (request.token !== undefined) headers.authorization = `DPoP ${request.token}`;
    if (request.token !== undefined || request.proof) {
      headers.dpop = await dpopProof(this.key, this.clock, request.method, url, request.token);
    }
    let body: string | undefined;
    if (request.body !== undefined) {
      if ('json' in request.body) {
        headers['content-type'] = 'application/json';
        body = JSON.stringify(request.body.json);
      } else if ('form' in request.body) {
        headers['content-type'] = 'application/x-www-form-urlencoded';
        body = new URLSearchParams(request.body.form).toString();
      } else {
        headers['content-type'] = request.body.type;
        body = request.body.text;
      }
    }
    try {
      const { answer, content } = await exchange(url, {
        method: request.method,
        headers,
        body,
        limitMs: this.limitMs,
      });
      this.clock.hint(answer.headers.date ?? null);
      return {
        status: answer.statusCode ?? 0,
        contentType: answer.headers['content-type'] ?? '',
        body: content,
      };
    } catch (error) {
      if (error instanceof AgentFailure) throw error;
      throw new AgentFailure('platform.unreachable');
    }
  }

  /** The JSON of a 2xx answer; throws what `send` and `parseAnswer` throw. */
  async json<T>(request: PlatformRequest, parse: (value: unknown) => T): Promise<T> {
    return parseAnswer(await this.send(request), parse);
  }
}

/**
 * The JSON of a 2xx answer, checked by the caller's schema.
 * @throws AgentFailure with the problem's own code, `platform.failed` where there is none
 */
export function parseAnswer<T>(answer: PlatformAnswer, parse: (value: unknown) => T): T {
  if (answer.status < 200 || answer.status > 299) throw failureOf(answer);
  try {
    return parse(JSON.parse(answer.body.toString('utf8')));
  } catch {
    throw new AgentFailure('platform.failed', 'an answer does not fit its schema');
  }
}

/** A refused login may say whose card it is, only at that person's own box (D2). */
const ErrorDocument = z.extend(Problem, { resident: z.optional(Subject) });

/** The failure that an error answer stands for: its own code, or `platform.failed` when it has none. */
export function failureOf(answer: PlatformAnswer): AgentFailure {
  try {
    const problem = ErrorDocument.parse(JSON.parse(answer.body.toString('utf8')));
    return new AgentFailure(problem.code, problem.title, undefined, problem.resident);
  } catch {
    return new AgentFailure('platform.failed', `status ${answer.status}`);
  }
}
