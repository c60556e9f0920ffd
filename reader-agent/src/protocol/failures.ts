/**
 * Stable codes that the agent reports to the television and to support. The television has one sentence for each;
 * `retry` says whether the same step may succeed when tried again without help.
 */
export const failures = {
  'reader.driver-missing': {
    retry: false,
    support: 'nfc-pcsc is not built: install g++, make, python3 and libpcsclite-dev, then npm rebuild',
  },
  'reader.service-missing': { retry: true, support: 'pcscd is not running' },
  'reader.none': { retry: true, support: 'no IC reader is connected' },
  'reader.busy': { retry: true, support: 'another program holds the card' },
  'reader.failed': { retry: true, support: 'the reader stopped answering' },
  'card.unreadable': { retry: true, support: 'the card does not answer (position, damage)' },
  'card.removed': { retry: true, support: 'the card was taken away while it was read' },
  'card.other': { retry: true, support: 'no JPKI application on the card' },
  'card.resident-card': { retry: true, support: 'old 住基カード (token label JPKIAPICCTOKEN)' },
  'card.phone': { retry: true, support: 'smartphone certificate: has no login without PIN' },
  'card.certificate-missing': { retry: false, support: 'no user-authentication certificate on the card' },
  'card.birth-date-refused': {
    retry: false,
    support: 'the card refused the enrolled birth date; never tried twice',
  },
  'login.timeout': { retry: true, support: 'no card within the limit' },
  'login.cancelled': { retry: true, support: 'ended by the viewer' },
  'login.busy': { retry: true, support: 'another login is under way' },
  'session.none': { retry: true, support: 'nobody is signed in' },
  'session.ended': { retry: true, support: 'the session could not be renewed' },
  'box.unregistered': { retry: false, support: 'the box has no registration' },
  'order.unknown': { retry: false, support: 'no such order on this box' },
  'order.answer': { retry: false, support: 'that answer does not belong to the level' },
  'platform.unreachable': { retry: true, support: 'no connection to the platform' },
  'platform.failed': { retry: true, support: 'the platform answered with an error' },
  'request.malformed': { retry: false, support: 'the message does not fit its schema' },
  'request.unknown-method': { retry: false, support: 'no such method' },
  'request.api-level': { retry: false, support: 'page and agent do not fit: update' },
  'request.rate': { retry: true, support: 'too many messages' },
} as const satisfies Record<string, { retry: boolean; support: string }>;

export type FailureCode = keyof typeof failures;
