/**
 * Stable codes that the agent reports to the television and to support. The television has one sentence for each;
 * `retry` says whether the same step may succeed when tried again without help.
 */
export const failures = {
  'reader.driver-missing': {
    retry: false,
    support:
      'nfc-pcsc is not built, or for another Node (doctor says which): install g++, make, python3 and libpcsclite-dev, then npm rebuild; on a box the package made for it',
  },
  'reader.service-missing': { retry: true, support: 'pcscd is not running' },
  'reader.permission': {
    retry: true,
    support: 'pcscd refuses this user: its socket, or polkit (org.debian.pcsc-lite.access_pcsc)',
  },
  'reader.none': { retry: true, support: 'no IC reader is connected' },
  'reader.busy': { retry: true, support: 'another program holds the card' },
  'reader.failed': { retry: true, support: 'the reader stopped answering' },
  'card.unreadable': { retry: true, support: 'the card does not answer (position, damage)' },
  'card.removed': { retry: true, support: 'the card was taken away while it was read' },
  'card.other': { retry: true, support: 'no JPKI application on the card' },
  'card.resident-card': { retry: true, support: 'old 住基カード (token label JPKIAPICCTOKEN)' },
  'card.phone': { retry: true, support: 'smartphone certificate: has no login without PIN' },
  'card.certificate-missing': { retry: false, support: 'no user-authentication certificate on the card' },
  'card.signature-missing': { retry: false, support: 'no signature certificate on the card' },
  'card.changed': { retry: true, support: 'another card than the one that the login began with' },
  'pin.wrong': { retry: true, support: 'the card refused the PIN' },
  'pin.blocked': { retry: false, support: 'no try left: reset at the municipal office' },
  'pin.incomplete': { retry: true, support: 'fewer keys than a PIN has' },
  'pin.full': { retry: true, support: 'more keys than a PIN has, or one that it cannot have' },
  'pin.not-asked': { retry: true, support: 'no PIN is being typed in this login' },
  'card.birth-date-refused': {
    retry: false,
    support: 'the card refused the enrolled birth date; never tried twice',
  },
  'card.birth-date-unknown': {
    retry: false,
    support: 'the signature certificate holds no birth date that can be read',
  },
  'login.not-agreed': { retry: false, support: 'the person has not agreed to open this service' },
  'login.timeout': { retry: true, support: 'no card, or no PIN, within the limit' },
  'login.cancelled': { retry: true, support: 'ended by the viewer' },
  'login.busy': { retry: true, support: 'another login is under way' },
  'session.none': { retry: true, support: 'nobody is signed in' },
  'session.ended': { retry: true, support: 'the session could not be renewed' },
  'box.unregistered': { retry: false, support: 'the box has no registration' },
  'box.registered': {
    retry: false,
    support: 'the data directory belongs to a registered box: give a new one',
  },
  'box.directory-locked': { retry: false, support: 'another agent uses this data directory' },
  'storage.full': {
    retry: true,
    support: 'the disk of the box is full: nothing new is safe from a power cut',
  },
  'storage.failed': { retry: true, support: 'the disk of the box takes no writes (read-only, worn out)' },
  'order.unknown': { retry: false, support: 'no such order on this box' },
  'order.answer': { retry: false, support: 'that answer does not belong to the level' },
  'federation.request-unknown': {
    retry: false,
    support: 'no such login of a service provider waits here: too late, or settled already',
  },
  'platform.unreachable': { retry: true, support: 'no connection to the platform' },
  'platform.failed': { retry: true, support: 'the platform answered with an error' },
  'request.malformed': { retry: false, support: 'the message does not fit its schema' },
  'request.unknown-method': { retry: false, support: 'no such method' },
  'request.hello': { retry: false, support: 'something was asked before `hello`' },
  'page.too-old': {
    retry: true,
    support: 'the page speaks an older level than this agent takes: load it anew',
  },
  'page.too-new': {
    retry: false,
    support: 'the page speaks a newer level than this agent: update the agent',
  },
  'request.rate': { retry: true, support: 'too many messages' },
} as const satisfies Record<string, { retry: boolean; support: string }>;

export type FailureCode = keyof typeof failures;
