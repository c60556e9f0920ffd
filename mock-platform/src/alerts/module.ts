import type { FastifyInstance } from 'fastify';
import { boxServices } from '../boxes/services.ts';
import { announceChange } from '../boxes/several-processes.ts';
import type { PlatformContext, PlatformModule } from '../server/context.ts';
import { metricsOf } from '../server/metrics.ts';
import { onRegisterChanged } from '../town/import-register.ts';
import { storeAnswer } from './answers.ts';
import { missedOrders, OrderDelivery, ordersInForce } from './deliver-orders.ts';
import { migrations } from './migrations.ts';
import { ReceiptStore } from './receipts.ts';
import { signedReceipts } from './signed-receipts.ts';
import type { AlertsTables } from './tables.ts';
import { townKeys } from './town-keys.ts';

async function routes(_app: FastifyInstance, context: PlatformContext): Promise<void> {
  const services = boxServices(context);
  const receipts = new ReceiptStore(context);
  services.townKeys = (municipality) => townKeys(context, municipality);
  services.stream = {
    resume: (box, cursor) => missedOrders(context.tables<AlertsTables>(), box, cursor, context.clock()),
    receipts: (box, batch) => receipts.store(box, batch),
    signedReceipts: async (box, statements) => receipts.store(box, signedReceipts(box, statements)),
    answer: (box, statement) => storeAnswer(context, box, statement),
  };
  onRegisterChanged(context, (municipality) => {
    announceChange(context, municipality, 'residents-changed');
  });
  metricsOf(context).gauge('chanoma_orders_outstanding', 'Orders in force: not run out, not cancelled', () =>
    ordersInForce(context.tables<AlertsTables>(), context.clock()),
  );
  const delivery = new OrderDelivery(context);
  await delivery.start();
  context.onClose(() => delivery.stop());
}

/** Evacuation orders: signed by the town, kept before they are sent, followed until they are answered. */
export const alertsModule: PlatformModule = { name: 'alerts', migrations, routes };
