import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { PlatformModule } from '../../server/context.ts';
import { phoneAddress } from '../../server/local-network/phone-address.ts';
import { requireOwnOrigin } from '../../server/own-addresses.ts';
import { portalPath, signContract } from './contract.ts';
import { PortalLogins } from './logins.ts';
import { portalPage, portalPolicy, portalScript } from './pages.ts';
import { PortalVisits } from './visits.ts';

const cookieName = 'chanoma-portal';

function cookieOf({ headers }: FastifyRequest): string | undefined {
  return new RegExp(`(?:^|;\\s*)${cookieName}=([\\w-]+)`).exec(headers.cookie ?? '')?.[1];
}

/**
 * A service provider of the demo (D18): a portal on a phone or computer that people enter with the card at their own
 * television, by its page or by a device's number, and that they have left as soon as the card is taken.
 */
export const portalModule: PlatformModule = {
  name: 'portal',
  migrations: {},
  routes(app: FastifyInstance, context) {
    const visits = new PortalVisits();
    let contract: Promise<PortalLogins> | undefined;
    const portal = (): Promise<PortalLogins> => {
      contract ??= signContract(context).then((own) => new PortalLogins(own));
      return contract;
    };

    /** The browser's cookie; a new one for a new browser. */
    const browserOf = (request: FastifyRequest, reply: FastifyReply): string => {
      const known = cookieOf(request);
      if (visits.knows(known)) return known;
      const cookie = visits.begin();
      reply.header('set-cookie', `${cookieName}=${cookie}; Path=${portalPath}; HttpOnly; SameSite=Lax`);
      return cookie;
    };
    const toPortal = (reply: FastifyReply) => reply.redirect(portalPath, 303);

    app.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: 8192 },
      (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    );

    app.get(portalPath, (request, reply) =>
      reply
        .type('text/html; charset=utf-8')
        .header('content-security-policy', portalPolicy)
        .send(portalPage(visits.stageOf(cookieOf(request)), (path) => phoneAddress(context, path))),
    );
    app.get(`${portalPath}/portal.js`, (_request, reply) =>
      reply.type('text/javascript; charset=utf-8').send(portalScript),
    );
    app.get(`${portalPath}/stage`, (request) => ({ stage: visits.stageOf(cookieOf(request)).kind }));

    app.post(`${portalPath}/browser`, { onRequest: requireOwnOrigin }, async (request, reply) => {
      const cookie = browserOf(request, reply);
      const { address, stage } = await (await portal()).toPlatform();
      visits.enter(cookie, stage);
      return reply.redirect(address.href, 303);
    });
    app.get(`${portalPath}/callback`, async (request, reply) => {
      const cookie = cookieOf(request);
      const stage = visits.stageOf(cookie);
      if (visits.knows(cookie) && stage.kind === 'browser') {
        visits.enter(cookie, await (await portal()).fromPlatform(request.url, stage));
      }
      return toPortal(reply);
    });
    app.post(`${portalPath}/device`, { onRequest: requireOwnOrigin }, async (request, reply) => {
      const cookie = browserOf(request, reply);
      visits.enter(cookie, await (await portal()).onDevice((stage) => visits.enter(cookie, stage)));
      return toPortal(reply);
    });
    app.post(`${portalPath}/leave`, { onRequest: requireOwnOrigin }, (request, reply) => {
      const cookie = cookieOf(request);
      if (visits.knows(cookie)) visits.enter(cookie, { kind: 'outside' });
      return toPortal(reply);
    });
    app.post(`${portalPath}/back-channel-logout`, async (request, reply) => {
      const { logout_token: token } = (request.body ?? {}) as { logout_token?: string };
      try {
        visits.end(await (await portal()).endedBy(token ?? ''), context.clock());
      } catch {
        return reply.code(400).send({ error: 'invalid_request' });
      }
      return reply.code(200).send({});
    });
  },
};
