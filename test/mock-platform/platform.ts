import { randomUUID } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import type { ServiceName } from '../../mock-platform/src/protocol/basics.ts';
import type { PlatformConfiguration } from '../../mock-platform/src/server/configuration.ts';
import type {
  Caller,
  CallerRequest,
  Callers,
  PlatformContext,
} from '../../mock-platform/src/server/context.ts';
import {
  type PlatformOptions,
  type RunningPlatform,
  startPlatform,
} from '../../mock-platform/src/server/platform.ts';
import { PlatformError } from '../../mock-platform/src/server/platform-error.ts';
import { temporaryDataDirectory } from './database-template.ts';

export const testConfiguration: PlatformConfiguration = {
  port: 0,
  dataDirectory: ':memory:',
  databaseUrl: undefined,
  profile: 'trial',
  demo: true,
  publicUrl: 'http://localhost:0',
  certificationUrl: 'http://localhost:0/certification',
};

/** A platform on a free port, with an empty embedded database that is thrown away at the end. */
export async function startTestPlatform(
  options: PlatformOptions,
  configuration: Partial<PlatformConfiguration> = {},
): Promise<RunningPlatform> {
  const own = configuration.dataDirectory === undefined ? await temporaryDataDirectory() : undefined;
  const dataDirectory = own?.directory ?? configuration.dataDirectory!;
  try {
    const platform = await startPlatform(
      { ...testConfiguration, ...configuration, dataDirectory },
      { logLevel: 'silent', createCallers: boxesByName, ...options },
    );
    return {
      ...platform,
      close: async () => {
        await platform.close();
        own?.remove();
      },
    };
  } catch (error) {
    own?.remove();
    throw error;
  }
}

/** Stands in for the identity provider: `Authorization: DPoP <box id>` is that box, without any proof. */
export function boxesByName(context: PlatformContext): Callers {
  const box = async (request: CallerRequest, service: ServiceName): Promise<Caller> => {
    const id = request.headers.authorization?.replace(/^DPoP /, '') ?? '';
    const found = await context.boxes.find(id);
    if (found === undefined) throw new PlatformError(401, 'token.invalid');
    return {
      iss: 'test',
      aud: service,
      sub: id,
      client_id: id,
      exp: 0,
      iat: 0,
      jti: randomUUID(),
      cnf: { jkt: '' },
      tier: 't0',
      operator: found.operator,
      municipality: found.municipality,
      household: context.pairwise(service, found.household),
    };
  };
  return { box, person: () => Promise.reject(new PlatformError(401, 'token.invalid')) };
}

export interface Answer {
  status: number;
  headers: NodeJS.Dict<string | string[]>;
  body: string;
  json<T>(): T;
}

/** A request with exactly these headers (fetch would not let a test choose Host). */
export function ask(
  url: string,
  options: { method?: string; headers?: Record<string, string>; body?: unknown; address?: string } = {},
): Promise<Answer> {
  const target = new URL(url);
  const payload =
    options.body === undefined || typeof options.body === 'string'
      ? options.body
      : JSON.stringify(options.body);
  return new Promise((done, fail) => {
    const request = httpRequest(
      {
        host: options.address ?? '127.0.0.1',
        port: target.port,
        path: target.pathname + target.search,
        method: options.method ?? (payload === undefined ? 'GET' : 'POST'),
        headers: {
          host: target.host,
          ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
          ...options.headers,
        },
      },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => {
          const body = Buffer.concat(parts).toString();
          done({
            status: response.statusCode!,
            headers: response.headers,
            body,
            json: <T>() => JSON.parse(body) as T,
          });
        });
      },
    );
    request.on('error', fail);
    request.end(payload);
  });
}
