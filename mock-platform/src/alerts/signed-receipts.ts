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
export function signedReceipts(box: RegisteredBox, statements: readonly string[]): Promise<StoredReceipt[]> {
  return Promise.all(
    statements.map(async (statement, index) => {
      const path = `/statements/${index}`;
      const receipt = signedByBox(box, statement, {
        type: receiptType,
        schema: Receipt,
        refusal: 'receipt.signature',
        path,
      });
      return { ...receipt, statement };
    }),
  );
}
