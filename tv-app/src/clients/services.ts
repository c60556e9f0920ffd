import * as z from 'zod/mini';
import { Problem } from '../../../mock-platform/src/protocol/problem.ts';
import { secretHeader } from '../../../reader-agent/src/protocol/local.ts';

/** A service's refusal or fault, with its stable code and the body for codes that carry more. */
export class ServiceError extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
    readonly body: unknown = undefined,
  ) {
    super(code);
    this.name = 'ServiceError';
  }
}

/** How old an answer is: the agent gives the last public one, with its time, while the platform cannot be reached. */
export interface Age {
  at: Date;
  fresh: boolean;
}

/** Data from the platform, through the agent's `/services/…`. Answers are checked against their schema. */
export class ServicesClient {
  constructor(
    private readonly fetcher: typeof fetch,
    /** This page's half of the pairing. */
    private readonly secret: string,
    /** Milliseconds until a request counts as failed. */
    private readonly limit = 8000,
  ) {}

  /** `path` such as `/booking/facilities`; `aged` is told the age of a public answer. Throws {@link ServiceError}. */
  get<T>(path: string, schema: z.core.$ZodType<T>, aged?: (age: Age) => void): Promise<T> {
    return this.#request(path, schema, { method: 'GET' }, aged);
  }

  /** Throws {@link ServiceError}; `body` of it holds the problem's further members. */
  post<T>(path: string, body: unknown, schema: z.core.$ZodType<T>): Promise<T> {
    return this.#request(path, schema, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });
  }

  async #request<T>(
    path: string,
    schema: z.core.$ZodType<T>,
    init: RequestInit,
    aged: (age: Age) => void = () => {},
  ): Promise<T> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new ServiceError('platform.unreachable', 0)), this.limit);
    });
    try {
      return await Promise.race([this.#answer(path, schema, init, aged), late]);
    } finally {
      clearTimeout(timer);
    }
  }

  async #answer<T>(
    path: string,
    schema: z.core.$ZodType<T>,
    init: RequestInit,
    aged: (age: Age) => void,
  ): Promise<T> {
    let response: Response;
    let body: unknown;
    try {
      response = await this.fetcher(`/services${path}`, {
        ...init,
        credentials: 'same-origin',
        headers: {
          ...(init.headers as Record<string, string>),
          'x-chanoma': '1',
          [secretHeader]: this.secret,
          accept: 'application/json',
        },
      });
      body = await response.json();
    } catch {
      throw new ServiceError('platform.unreachable', 0);
    }
    if (!response.ok) {
      const problem = z.safeParse(Problem, body);
      throw new ServiceError(problem.success ? problem.data.code : 'platform.failed', response.status, body);
    }
    const parsed = z.safeParse(schema, body);
    if (!parsed.success) throw new ServiceError('platform.failed', response.status);
    const at = new Date(response.headers.get('x-chanoma-as-of') ?? '');
    if (!Number.isNaN(at.getTime())) aged({ at, fresh: response.headers.get('x-chanoma-offline') === null });
    return parsed.data;
  }
}
