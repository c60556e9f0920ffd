import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type Provider from 'oidc-provider';
import * as z from 'zod/mini';
import type { RelyingPartyEntry, RelyingPartyScope } from '../../protocol/relying-parties.ts';
import type { PlatformContext } from '../../server/context.ts';
import { requireOwnOrigin } from '../../server/own-addresses.ts';
import { errors } from '../provider/library.ts';
import { neededTier } from '../provider/tiers.ts';
import { findRelyingParty } from '../relying-parties/register.ts';
import type { IdentityTables } from '../tables.ts';
import { finishInteraction } from './finish.ts';
import { escaped, pageOf, paragraph, styleSheet } from './page.ts';
import { requestNumber } from './request-numbers.ts';
import { cancelRequest, requestOf, sendToTelevision, type WaitingRequest } from './requests.ts';

/** The page asks again so often while it waits for the card, seconds. */
const refreshSeconds = 3;

/** What a form says; nothing else is read from it. */
const Form = z.object({
  television: z.optional(z.string().check(z.maxLength(40))),
  cancel: z.optional(z.literal('yes')),
});

const numberFaults = {
  wrong: 'この ばんごうの テレビが ありません。もういちど たしかめてください。',
  elsewhere: 'この テレビでは つかえません。',
};

const cancelForm =
  '<form method="post"><button type="submit" class="quiet" name="cancel" value="yes">やめる</button></form>';
/** The other way round: the number stands on the television and is typed here. */
const typedHere = 'way=television';

const grouped = (number: string): string => `${number.slice(0, 4)} ${number.slice(4)}`;

/** The number to type at the television; the page goes on by itself. */
const shownPage = (contract: RelyingPartyEntry, number: string): string =>
  pageOf(
    `「${contract.name}」に ログイン`,
    `${paragraph('テレビの ホームで「ほかの サービス」を えらび、この ８けたの ばんごうを いれてください。')}
<p class="number">${escaped(grouped(number))}</p>
${paragraph('テレビで ゆるすと、この がめんは ひとりでに すすみます。')}
<p><a href="?${typedHere}">テレビに ばんごうが でている とき</a></p>
${cancelForm}`,
    refreshSeconds,
  );

/** The number of the television is typed here. */
const typedPage = (contract: RelyingPartyEntry, fault?: keyof typeof numberFaults): string =>
  pageOf(
    `「${contract.name}」に ログイン`,
    `${fault ? `<p class="fault">${numberFaults[fault]}</p>` : ''}
<form method="post">
<label>テレビに でている ８けたの ばんごうを いれてください。
<input name="television" inputmode="numeric" autocomplete="off" required></label>
<button type="submit">つぎへ</button>
</form>
${cancelForm}`,
  );

const waitingPage = (contract: RelyingPartyEntry, { number }: WaitingRequest): string =>
  pageOf(
    'テレビを みてください',
    `${paragraph(`「${contract.name}」に ログインします。`)}
${paragraph('テレビに おなじ ばんごうが でたら、カードを おいてください。')}
<p class="number">${escaped(number)}</p>
${cancelForm}`,
    refreshSeconds,
  );

const gonePage = pageOf(
  'じかんが すぎました',
  paragraph('もとの サービスに もどって、はじめから やりなおしてください。'),
);

const sendPage = (reply: FastifyReply, status: number, page: string): FastifyReply =>
  reply
    .code(status)
    .type('text/html; charset=utf-8')
    .header('content-security-policy', "default-src 'none'; style-src 'self'; frame-ancestors 'none'")
    .send(page);

/** Of the page itself, whichever way was chosen on it. */
const pageAddress = ({ url }: FastifyRequest): string => url.split('?')[0] ?? url;

interface Found {
  interaction: Awaited<ReturnType<Provider['interactionDetails']>>;
  waiting: WaitingRequest;
  contract: RelyingPartyEntry;
}

/** The request behind a browser's cookie; undefined when the interaction is over or of another browser. */
async function findInteraction(
  context: PlatformContext,
  provider: Provider,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Found | undefined> {
  try {
    const interaction = await provider.interactionDetails(request.raw, reply.raw);
    const { client_id: id, scope, acr_values: acrs } = interaction.params;
    const tables = context.tables<IdentityTables>();
    const contract = await findRelyingParty(tables, String(id), context.clock());
    if (!contract) return undefined;
    const asked = String(scope ?? '').split(' ');
    const waiting = await requestOf(tables, {
      interaction: interaction.uid,
      relyingParty: contract.id,
      scopes: contract.scopes.filter((one: RelyingPartyScope) => asked.includes(one)),
      tier: neededTier(contract.tier, acrs),
      expiresAt: new Date(interaction.exp * 1000),
    });
    return { interaction, waiting, contract };
  } catch (error) {
    if (error instanceof errors.SessionNotFound) return undefined;
    throw error;
  }
}

/**
 * The pages on which a person's browser waits for the television: `GET` asks for the number that the television shows, or
 * says to look there, and goes on by itself once it has answered; `POST` takes the number, or gives up.
 */
export async function consentPages(
  app: FastifyInstance,
  context: PlatformContext,
  provider: Provider,
): Promise<void> {
  const tables = context.tables<IdentityTables>();
  app.get('/identity/consent.css', (_request, reply) =>
    reply.type('text/css; charset=utf-8').send(styleSheet),
  );
  await app.register(async (scope) => {
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: 2048 },
      (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    );
    scope.get('/identity/consent/:uid', async (request, reply) => {
      const found = await findInteraction(context, provider, request, reply);
      if (!found) return sendPage(reply, 410, gonePage);
      const { interaction, waiting, contract } = found;
      if (waiting.state === 'unlinked') {
        const typed = request.url.endsWith(`?${typedHere}`);
        if (typed) return sendPage(reply, 200, typedPage(contract));
        return sendPage(reply, 200, shownPage(contract, await requestNumber(tables, waiting)));
      }
      if (waiting.state === 'waiting') return sendPage(reply, 200, waitingPage(contract, waiting));
      const exchange = { request: request.raw, response: reply.raw };
      return reply.redirect(await finishInteraction(context, provider, exchange, interaction, waiting), 303);
    });
    scope.post('/identity/consent/:uid', async (request, reply) => {
      await requireOwnOrigin(request);
      const found = await findInteraction(context, provider, request, reply);
      if (!found) return sendPage(reply, 410, gonePage);
      const form = z.safeParse(Form, request.body ?? {});
      const { television, cancel } = form.success ? form.data : {};
      if (cancel) {
        const box = await cancelRequest(tables, found.waiting.id);
        if (box) context.boxes.tellRequestsChanged(box);
        return reply.redirect(pageAddress(request), 303);
      }
      // The contract is with one operator; its own customers' televisions are meant.
      const serves = async (box: string) =>
        (await context.boxes.find(box))?.operator === found.contract.operator;
      const arrived = (box: string) => context.boxes.tellRequestsChanged(box);
      const sent = await sendToTelevision(tables, found.waiting, television ?? '', context.clock(), {
        serves,
        arrived,
      });
      if (sent === 'wrong' || sent === 'elsewhere') {
        return sendPage(reply, 200, typedPage(found.contract, sent));
      }
      return reply.redirect(pageAddress(request), 303);
    });
  });
}
