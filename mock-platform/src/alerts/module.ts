import type { FastifyInstance } from 'fastify';
import { boxServices } from '../boxes/services.ts';
import { announceChange } from '../boxes/several-processes.ts';
import type { PlatformContext, PlatformModule } from '../server/context.ts';
import { metricsOf } from '../server/metrics.ts';
import { onLoginRechecked } from '../server/unconfirmed-logins.ts';
import { onRegisterChanged } from '../town/import-register.ts';
import { storeAnswer } from './answers.ts';
import { capRoutes } from './cap/export/routes.ts';
import { startFeedPoller } from './cap/import/feeds.ts';
import { OrderDelivery } from './deliver-orders.ts';
import { Resend } from './escalation/resend.ts';
import { migrations } from './migrations.ts';
import { missedOrders, ordersInForce } from './missed-orders.ts';
import { ReceiptStore } from './receipts.ts';
import { weighAnswersAgain } from './rechecked-answers.ts';
import { tendRegularly } from './release/release.ts';
import { signedReceipts } from './signed-receipts.ts';
import type { AlertsTables } from './tables.ts';
import { townKeys } from './town-keys.ts';

async function routes(app: FastifyInstance, context: PlatformContext): Promise<void> {
  const services = boxServices(context);
  const receipts = new ReceiptStore(context);
  services.townKeys = (municipality) => townKeys(context, municipality);
  services.stream = {
    resume: (box, cursor) => missedOrders(context, box, cursor),
    receipts: (box, batch) => receipts.store(box, batch),
    signedReceipts: async (box, statements) => {
      const checked = signedReceipts(box, statements);
      if (checked.receipts.length > 0) await receipts.store(box, checked.receipts);
      return { ids: checked.receipts.map(({ id }) => id), refused: checked.refused };
    },
    answer: (box, statement) => storeAnswer(context, box, statement),
  };
  onRegisterChanged(context, (municipality) => {
    announceChange(context, municipality, 'residents-changed');
  });
  metricsOf(context).gauge('chanoma_orders_outstanding', 'Orders in force: not run out, not cancelled', () =>
    ordersInForce(context.tables<AlertsTables>(), context.clock()),
  );
  onLoginRechecked(context, 'alerts', (login) => weighAnswersAgain(context, login));
  capRoutes(app, context);
  startFeedPoller(context);
  tendRegularly(context);
  const delivery = new OrderDelivery(context);
  await delivery.start();
  const resend = new Resend(context);
  await resend.start();
  context.onClose(() => resend.stop());
  context.onClose(() => delivery.stop());
}

/** Evacuation orders: signed by the town, kept before they are sent, followed until they are answered. */
export const alertsModule: PlatformModule = { name: 'alerts', migrations, routes };
