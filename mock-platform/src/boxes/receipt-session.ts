import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { type FromBox, receiptsMessage } from '../protocol/boxes.ts';
import { StreamFault } from './stream-fault.ts';

/**
 * What authenticates the receipts of one connection (D8): the box proved itself once, at its beginning; from then on one
 * HMAC for each message shows that the receipts come from that very box, in that very order.
 */
export class ReceiptSession {
  /** Known to the two ends of this connection alone. */
  readonly key = randomBytes(32);
  private last = 0;

  /** @throws StreamFault `receipt.sequence`, `receipt.mac` naming the field */
  check({ sequence, mac, receipts }: Extract<FromBox, { type: 'receipts' }>): void {
    const own = createHmac('sha256', this.key).update(receiptsMessage(sequence, receipts)).digest();
    // 43 characters of base64url are 32 bytes, or the schema would have refused it.
    if (!timingSafeEqual(own, Buffer.from(mac, 'base64url'))) {
      throw new StreamFault('receipt.mac', '/mac', 'Not made with the key of this connection.');
    }
    if (sequence <= this.last) {
      throw new StreamFault('receipt.sequence', '/sequence', `Must be above ${this.last}.`);
    }
    this.last = sequence;
  }
}
