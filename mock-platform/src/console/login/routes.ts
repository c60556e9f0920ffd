import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import * as z from 'zod/mini';
import {
  DemoLogin,
  InvitationOffer,
  InvitationToken,
  InvitedPasskey,
  InvitedPassword,
  LoginWays,
  PasskeyLogin,
  PasskeyOptions,
  PasswordLogin,
  SignedIn,
} from '../../protocol/console-login.ts';
import type { PlatformContext } from '../../server/context.ts';
import { cameFromLocalNetwork } from '../../server/local-network/door.ts';
import { requireOwnOrigin } from '../../server/own-addresses.ts';
import { PlatformError } from '../../server/platform-error.ts';
import { type Account, accountsOf, findAccount, openInvitation, useInvitation } from './accounts.ts';
import { attempted } from './attempts.ts';
import {
  accountByPasskey,
  keepPasskey,
  loginOptions,
  type PasskeyPlace,
  passkeyHost,
  registrationOptions,
} from './passkeys.ts';
import { codeAddress, keepPassword, passwordIsGood } from './password.ts';
import { cookieOptions, endSession, openSession, sessionCookie } from './sessions.ts';

/** A console that people sign in to. */
export interface Console {
  /** Its address with at most one parameter, `/console/towns/:municipality`. */
  path: string;
  /** Schema of that parameter. */
  params: z.ZodMiniObject<Record<string, z.ZodMiniType<string, string>>>;
  /** Realm of its accounts, by the parameter's value. */
  realmOf(value: string): string;
}

const parameterOf = (request: FastifyRequest): string =>
  Object.values(request.params as Record<string, string>)[0] ?? '';
/** @throws PlatformError 403 `sign-in.refused` where browsers allow no passkeys */
function placeOf(context: PlatformContext, request: FastifyRequest): PasskeyPlace {
  const host = passkeyHost(context, request);
  if (host === undefined) throw new PlatformError(403, 'sign-in.refused');
  return { host, origin: request.headers.origin ?? '' };
}

const shown = ({ id, name, role }: Account) => ({ id, name, role });

/**
 * Adds the login of one console: passkeys, password with one-time code, an administrator's one-time links, the end of a
 * session; in the demo its people sign in by one click. `@fastify/cookie` must be registered.
 */
export function loginRoutes(app: FastifyInstance, context: PlatformContext, console: Console): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const { path, params, realmOf } = console;
  const realm = (request: FastifyRequest): string => realmOf(parameterOf(request));
  const guarded = { onRequest: requireOwnOrigin };
  /** One-click logins exist only in the demo and on this machine (D18). */
  const demo = (request: FastifyRequest): boolean =>
    context.configuration.demo && !cameFromLocalNetwork(request.raw);

  const signIn = async (request: FastifyRequest, reply: FastifyReply, account: Account) => {
    const cookiePath = path.replace(/:\w+/, parameterOf(request));
    reply.setCookie(sessionCookie, await openSession(context, account), cookieOptions(context, cookiePath));
    return shown(account);
  };

  typed.get(`${path}/login`, { schema: { params, response: { 200: LoginWays } } }, async (request) => {
    const host = passkeyHost(context, request);
    return {
      ...(host === undefined ? {} : { passkeyHost: host }),
      ...(demo(request) ? { demo: (await accountsOf(context, realm(request))).map(shown) } : {}),
    };
  });
  typed.post(
    `${path}/login/passkey/options`,
    { ...guarded, schema: { params, response: { 200: PasskeyOptions } } },
    async (request) => ({
      options: { ...(await loginOptions(context, realm(request), placeOf(context, request).host)) },
    }),
  );
  typed.post(
    `${path}/login/passkey`,
    { ...guarded, schema: { params, body: PasskeyLogin, response: { 200: SignedIn } } },
    async (request, reply) => {
      const account = await attempted(context, realm(request), [`at ${request.ip}`], () =>
        accountByPasskey(context, realm(request), request.body.response, placeOf(context, request)),
      );
      return signIn(request, reply, account);
    },
  );
  typed.post(
    `${path}/login/password`,
    { ...guarded, schema: { params, body: PasswordLogin, response: { 200: SignedIn } } },
    async (request, reply) => {
      const { id, password, code } = request.body;
      const names = [`account ${id}`, `at ${request.ip}`];
      const account = await attempted(context, realm(request), names, async () => {
        const good = await passwordIsGood(context, realm(request), id, password, code);
        const found = good ? await findAccount(context, realm(request), id) : undefined;
        if (found === undefined) throw new PlatformError(403, 'sign-in.refused');
        return found;
      });
      return signIn(request, reply, account);
    },
  );
  typed.post(
    `${path}/session/end`,
    { ...guarded, schema: { params, response: { 204: z.null() } } },
    async (request, reply) => {
      await endSession(context, request, realm(request));
      reply.clearCookie(sessionCookie, { path: path.replace(/:\w+/, parameterOf(request)) });
      return reply.code(204).send(null);
    },
  );
  if (context.configuration.demo) {
    typed.post(
      `${path}/session`,
      { ...guarded, schema: { params, body: DemoLogin, response: { 200: SignedIn } } },
      async (request, reply) => {
        // Whoever else is on the local network needs a real login.
        if (!demo(request)) throw new PlatformError(404, 'request.not-found');
        const account = await findAccount(context, realm(request), request.body.official);
        if (account === undefined) throw new PlatformError(403, 'official.unknown');
        return signIn(request, reply, account);
      },
    );
  }
  invitationRoutes(app, context, console, signIn);
}

/** Registration by an administrator's one-time link; the link's secret comes in the body, never in an address. */
function invitationRoutes(
  app: FastifyInstance,
  context: PlatformContext,
  { path, params, realmOf }: Console,
  signIn: (request: FastifyRequest, reply: FastifyReply, account: Account) => Promise<SignedIn>,
): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const guarded = { onRequest: requireOwnOrigin };
  /** Opens the invitation; guesses at its secret are counted. */
  const opened = (request: FastifyRequest, token: string) => {
    const realm = realmOf(parameterOf(request));
    return attempted(context, realm, [`at ${request.ip}`], () => openInvitation(context, realm, token));
  };
  typed.post(
    `${path}/login/invitation`,
    { ...guarded, schema: { params, body: InvitationToken, response: { 200: InvitationOffer } } },
    async (request) => {
      const { account, sealedSecret, expiresAt } = await opened(request, request.body.token);
      const host = passkeyHost(context, request);
      return {
        account: shown(account),
        expiresAt: expiresAt.toISOString(),
        ...(host === undefined
          ? {}
          : { options: { ...(await registrationOptions(context, account, host)) } }),
        oneTimeCodeAddress: codeAddress(context, account, sealedSecret),
      };
    },
  );
  typed.post(
    `${path}/login/invitation/passkey`,
    { ...guarded, schema: { params, body: InvitedPasskey, response: { 200: SignedIn } } },
    async (request, reply) => {
      const { token, response } = request.body;
      const { account } = await opened(request, token);
      await keepPasskey(context, account, response, placeOf(context, request));
      await useInvitation(context, token);
      return signIn(request, reply, account);
    },
  );
  typed.post(
    `${path}/login/invitation/password`,
    { ...guarded, schema: { params, body: InvitedPassword, response: { 200: SignedIn } } },
    async (request, reply) => {
      const { token, password, code } = request.body;
      const { account, sealedSecret } = await opened(request, token);
      await keepPassword(context, account, sealedSecret, password, code);
      await useInvitation(context, token);
      return signIn(request, reply, account);
    },
  );
}
