import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  after,
  newPayment,
  type Payment,
  type PaymentEvent,
  paymentEvents,
} from '../../../mock-platform/src/payment/state.ts';

const events = fc.array(fc.constantFrom(...paymentEvents), { maxLength: 12 });
const end = (all: readonly PaymentEvent[]): Payment => all.reduce(after, newPayment);

it('a payment after an event that comes twice in a row is as after it came once', () => {
  fc.assert(
    fc.property(events, fc.constantFrom(...paymentEvents), (before, event) => {
      const once = after(end(before), event);
      expect(after(once, event)).toEqual(once);
    }),
  );
});

it('the town keeps money exactly when it is owed: captured and not billed, and everything else goes back', () => {
  fc.assert(
    fc.property(events, (all) => {
      // The provider takes the money once and gives back only what it was asked for.
      const refundable = all.filter((event, at) => event !== 'captured' || all.indexOf('captured') === at);
      let payment = newPayment;
      let taken = false;
      let billed = false;
      for (const event of refundable) {
        taken ||= event === 'captured';
        payment = after(payment, event);
        billed ||= payment.status === 'billed';
        if (billed) expect(payment.status).not.toBe('captured');
        if (payment.status === 'captured') expect(payment.refund).toBe('none');
        expect(taken).toBe(payment.status === 'captured' || payment.refund !== 'none');
      }
    }),
  );
});

it('nothing that is over begins again', () => {
  fc.assert(
    fc.property(events, events, (before, more) => {
      const payment = end([...before, 'withdrawn']);
      expect(more.reduce(after, payment).status).toBe('abandoned');
    }),
  );
});
