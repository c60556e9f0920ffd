import Fastify, { type FastifyInstance } from 'fastify';
import { serializerCompiler } from 'fastify-type-provider-zod';
import type { Kysely } from 'kysely';
import * as z from 'zod/mini';
import { migrateToLatest } from '../../../mock-platform/src/database/migrate.ts';
import { type Database, openDatabase } from '../../../mock-platform/src/database/open-database.ts';
import type { PlatformConfiguration } from '../../../mock-platform/src/server/configuration.ts';
import type { Caller, PlatformContext, PlatformModule } from '../../../mock-platform/src/server/context.ts';
import type { KeyFolder } from '../../../mock-platform/src/server/key-folder.ts';
import { PlatformError } from '../../../mock-platform/src/server/platform-error.ts';
import { answerErrorsAsProblems } from '../../../mock-platform/src/server/problems.ts';
import { validatorCompiler } from '../../../mock-platform/src/server/validation.ts';
import { freshDatabase } from '../database.ts';

/** Relying parties on a database of its own, with callers who say themselves who they are. */
export interface Stand {
  app: FastifyInstance;
  context: PlatformContext;
  setNow(now: Date): void;
  close(): Promise<void>;
}

export interface FakeCaller {
  kind: 'box' | 'person';
  sub: string;
  municipality?: string;
}

/** What a request carries instead of a token. */
export const as = (caller: FakeCaller): { authorization: string } => ({
  authorization: `Fake ${Buffer.from(JSON.stringify(caller)).toString('base64url')}`,
});

function readCaller(header: string | undefined, kinds: string[]): Caller {
  if (!header?.startsWith('Fake ')) throw new PlatformError(401, 'token.missing');
  const caller = JSON.parse(Buffer.from(header.slice(5), 'base64url').toString('utf8')) as FakeCaller;
  if (!kinds.includes(caller.kind)) throw new PlatformError(403, 'token.tier');
  return { sub: caller.sub, municipality: caller.municipality ?? '990019' } as Caller;
}

async function emptyDatabase(
  modules: readonly PlatformModule[],
  databaseUrl: string | undefined,
): Promise<Database> {
  if (databaseUrl === undefined) return freshDatabase(modules);
  const database = await openDatabase({ dataDirectory: '', databaseUrl });
  await migrateToLatest(database.kysely, modules);
  return database;
}

/** @param databaseUrl PostgreSQL; without it an embedded database */
export async function stand(
  wanted: PlatformModule | readonly PlatformModule[],
  now: Date,
  databaseUrl?: string,
): Promise<Stand> {
  const modules = [wanted].flat();
  z.config(z.locales.en());
  let time = now;
  const closing: (() => Promise<void> | void)[] = [];
  const database = await emptyDatabase(modules, databaseUrl);
  const app = Fastify();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  answerErrorsAsProblems(app);
  const context: Partial<PlatformContext> = {
    clock: () => time,
    tables: <T>() => database.kysely as unknown as Kysely<T>,
    callers: {
      box: async (request) => readCaller(request.headers.authorization, ['box', 'person']),
      person: async (request) => readCaller(request.headers.authorization, ['person']),
    },
    trace: () => undefined,
    configuration: { publicUrl: 'https://platform.example', demo: true } as PlatformConfiguration,
    keys: { readOrCreate: (_, make) => make() } as KeyFolder,
    onClose: (dispose) => closing.push(dispose),
  };
  await app.register(async (scope) => {
    for (const module of modules) await module.routes(scope, context as PlatformContext);
  });
  return {
    app,
    context: context as PlatformContext,
    setNow: (next) => {
      time = next;
    },
    close: async () => {
      await app.close();
      for (const dispose of closing) await dispose();
      await database.close();
    },
  };
}
