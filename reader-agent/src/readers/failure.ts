import { type FailureCode, failures } from '../protocol/failures.ts';

/** What went wrong with reader or card, as a stable code of protocol/failures.ts. */
export class CardFailure extends Error {
  readonly code: FailureCode;

  /** `detail` is for support (status word, PC/SC error name); it never holds data of a card. */
  constructor(code: FailureCode, detail?: string) {
    super(detail === undefined ? failures[code].support : `${failures[code].support} (${detail})`);
    this.name = 'CardFailure';
    this.code = code;
  }
}
