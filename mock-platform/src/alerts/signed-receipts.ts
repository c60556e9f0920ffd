import { signedByBox } from '../boxes/signed-by-box.ts';
import { Receipt } from '../protocol/alerts.ts';
import type { RegisteredBox } from '../server/context.ts';
import { PlatformError } from '../server/platform-error.ts';

/** `typ` of a signed receipt. */
export const receiptType = 'chanoma-receipt+jwt';

/** A receipt and, where it carries its own signature, the statement that proves it. */
export type StoredReceipt = Receipt & { statement?: string };

/** What is to be stored of a message, and why the rest of it is not: one bad statement must not hold up the others. */
export interface CheckedReceipts {
  receipts: StoredReceipt[];
  /** `receipt.signature` or `request.malformed`, each naming its statement. */
  refused: PlatformError[];
}

/** The receipts of signed statements, each judged by itself. */
export function signedReceipts(box: RegisteredBox, statements: readonly string[]): CheckedReceipts {
  const receipts: StoredReceipt[] = [];
  const refused: PlatformError[] = [];
  for (const [index, statement] of statements.entries()) {
    try {
      const receipt = signedByBox(box, statement, {
        type: receiptType,
        schema: Receipt,
        refusal: 'receipt.signature',
        path: `/statements/${index}`,
      });
      receipts.push({ ...receipt, statement });
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error;
      refused.push(error);
    }
  }
  return { receipts, refused };
}
