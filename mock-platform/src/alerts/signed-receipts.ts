import { Receipt } from '../protocol/alerts.ts';
import type { RegisteredBox } from '../server/context.ts';
import { signedByBox } from './signed-by-box.ts';

/** `typ` of a signed receipt. */
export const receiptType = 'chanoma-receipt+jwt';

/** A receipt and, where it carries its own signature, the statement that proves it. */
export type StoredReceipt = Receipt & { statement?: string };

/**
 * The receipts of signed statements.
 * @throws PlatformError `receipt.signature` or `request.malformed` naming the statement
 */
export function signedReceipts(box: RegisteredBox, statements: readonly string[]): StoredReceipt[] {
  return statements.map((statement, index) => {
    const receipt = signedByBox(box, statement, {
      type: receiptType,
      schema: Receipt,
      refusal: 'receipt.signature',
      path: `/statements/${index}`,
    });
    return { ...receipt, statement };
  });
}
