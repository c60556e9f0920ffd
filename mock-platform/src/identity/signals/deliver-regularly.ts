import type { PlatformContext } from '../../server/context.ts';
import type { DeliveryWorker } from './worker.ts';

const everyMs = 1000;

/** Runs the outbox from a timer until the platform ends; a round that fails is followed by the next. */
export function deliverRegularly(
  context: PlatformContext,
  worker: DeliveryWorker,
  report: (error: unknown) => void,
): void {
  let last: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    last = worker.round().catch(report);
  }, everyMs).unref();
  context.onClose(async () => {
    clearInterval(timer);
    await last;
  });
}
