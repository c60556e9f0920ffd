import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import * as z from 'zod/mini';
import type { PlatformContext } from '../server/context.ts';
import { phoneAddress } from '../server/local-network/phone-address.ts';
import { requireOwnOrigin } from '../server/own-addresses.ts';
import { sendPlainPage } from '../server/plain-page.ts';
import { PlatformError } from '../server/platform-error.ts';
import type { PaymentProvider } from './provider.ts';
import type { PaymentTables } from './tables.ts';

const Session = z.object({ session: z.string().check(z.regex(/^[A-Za-z0-9_-]{22}$/)) });
const Decision = z.object({ decision: z.enum(['pay', 'refuse']) });
const page = '/payment/mock-provider/:session';

/** Signs an event as a provider would (HMAC-SHA-256 over the body). */
export const signatureOf = (secret: Uint8Array, body: string): string =>
  createHmac('sha256', secret).update(body).digest('base64url');

/** A provider that takes no money: its book stands in the database, its page says what it is. */
export function mockProvider(context: PlatformContext): PaymentProvider {
  const book = () => context.tables<PaymentTables>();
  return {
    async open({ id, amount }) {
      await book()
        .insertInto('payment.mock_session')
        .values({ session: randomBytes(16).toString('base64url'), payment: id, amount, state: 'open' })
        .onConflict((conflict) => conflict.column('payment').doNothing())
        .execute();
      const { session } = await book()
        .selectFrom('payment.mock_session')
        .select('session')
        .where('payment', '=', id)
        .executeTakeFirstOrThrow();
      const { address: url } = phoneAddress(context, `/payment/mock-provider/${session}`);
      return { session, ...(url === undefined ? {} : { url }) };
    },
    async refund(session) {
      await book()
        .updateTable('payment.mock_session')
        .set({ state: 'returned' })
        .where('session', '=', session)
        .execute();
    },
  };
}

const words = {
  open: '',
  paid: '支払いました。テレビに戻ってください。',
  refused: '支払いませんでした。テレビでもう一度えらべます。',
  returned: '返金しました。',
};

/** The stand-in's page for a phone, under `npm start` only (D18). */
export function mockProviderPages(app: FastifyInstance, context: PlatformContext, secret: Uint8Array): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const find = async (session: string) => {
    const found = await context
      .tables<PaymentTables>()
      .selectFrom('payment.mock_session')
      .selectAll()
      .where('session', '=', session)
      .executeTakeFirst();
    if (found === undefined) throw new PlatformError(404, 'payment.unknown');
    return found;
  };
  typed.get(page, { schema: { params: Session } }, async ({ params }, reply) => {
    const { amount, state } = await find(params.session);
    const form = `<form method="post">
<button name="decision" value="pay">${amount.toLocaleString('ja-JP')}円を支払う</button>
<button class="quiet" name="decision" value="refuse">やめる</button>
</form>`;
    return sendPlainPage(
      reply,
      'お支払い(見本)',
      `<p>決済会社のページの代わりです。お金は動きません。カード番号は入れません。</p>
${state === 'open' || state === 'refused' ? form : ''}
<p role="status">${words[state]}</p>`,
    );
  });
  typed.post(
    page,
    { onRequest: requireOwnOrigin, schema: { params: Session, body: Decision } },
    async ({ params: { session }, body: { decision } }, reply) => {
      const { state } = await find(session);
      if (state === 'open' || state === 'refused') {
        const paid = decision === 'pay';
        await context
          .tables<PaymentTables>()
          .updateTable('payment.mock_session')
          .set({ state: paid ? 'paid' : 'refused' })
          .where('session', '=', session)
          .execute();
        const payload = JSON.stringify({ id: randomUUID(), session, kind: paid ? 'captured' : 'failed' });
        await app.inject({
          method: 'POST',
          url: '/payment/provider-events',
          headers: {
            host: new URL(context.configuration.publicUrl).host,
            'content-type': 'application/json',
            'x-signature': signatureOf(secret, payload),
          },
          payload,
        });
      }
      return reply.redirect(`/payment/mock-provider/${session}`, 303);
    },
  );
}
