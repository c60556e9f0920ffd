export interface SignedMessage {
  typ: string;
  payload: string;
  by: string;
  carriedIn: string;
}

/** Everything that is signed as a message of its own, beside tokens and proofs. */
export const signedMessages: readonly SignedMessage[] = [
  {
    typ: 'chanoma-order+jwt',
    payload: '`Order`',
    by: 'a town key of `BoxRegistration` (`kid`: its thumbprint, RFC 7638)',
    carriedIn: '`order` of `ToBox`; the same bytes for a whole audience',
  },
  {
    typ: 'chanoma-answer+jwt',
    payload: '`AnswerStatement`',
    by: 'the box key',
    carriedIn: '`answer` of `FromBox`',
  },
  {
    typ: 'chanoma-watchover+jwt',
    payload: '`WatchOverAnswer`',
    by: 'the box key',
    carriedIn: '`watch-over-answer` of `FromBox`',
  },
  {
    typ: 'chanoma-shelter+jwt',
    payload: '`GuestEntry`',
    by: 'the box key of a reception',
    carriedIn: '`GuestEntries`',
  },
  {
    typ: 'chanoma-receipt+jwt',
    payload: '`Receipt`',
    by: 'the box key',
    carriedIn: '`signed-receipts` of `FromBox`: what a box wrote while it had no connection',
  },
  {
    typ: 'chanoma-login+jwt',
    payload: '`LoginStatement`',
    by: 'the box key',
    carriedIn: '`LoginRequest`',
  },
  {
    typ: 'chanoma-enrolment+jwt',
    payload: '`EnrolmentStatement`',
    by: 'the box key',
    carriedIn: '`EnrolmentRequest`',
  },
];
