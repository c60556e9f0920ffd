import type { bookingProblems } from './booking.ts';
import type { RefusalCode } from './refusals.ts';

/** A code of an error answer: its HTTP status and what it says to support. */
export interface CodeMeaning {
  status: number;
  meaning: string;
}

/** Codes of the platform's error answers (`application/problem+json`), beside the refusals of a login. */
export const problemCodes = {
  'request.malformed': { status: 400, meaning: 'does not fit its schema; `errors` names every field' },
  'request.host': { status: 403, meaning: '`Host` is none of the platform’s own names (DNS rebinding)' },
  'request.origin': {
    status: 403,
    meaning: '`Origin` of another site; or none, where a page of ours must send one',
  },
  'request.not-found': { status: 404, meaning: 'no such address' },
  'request.method': { status: 405, meaning: 'the address takes other methods: see `Allow`' },
  'request.timeout': { status: 408, meaning: 'the request took longer to arrive than 15 seconds' },
  'request.headers-too-large': { status: 431, meaning: 'headers over 16 KiB' },
  'request.too-large': { status: 413, meaning: 'body over 256 KiB' },
  'request.media-type': { status: 415, meaning: 'body of a type that the address does not take' },
  'request.too-many': {
    status: 429,
    meaning: 'too many requests: a verification event more often than every ten seconds',
  },
  'token.missing': { status: 401, meaning: 'no `Authorization: DPoP …`' },
  'token.invalid': { status: 401, meaning: 'not a token of this platform’s provider' },
  'token.expired': { status: 401, meaning: 'the token has run out' },
  'token.proof': {
    status: 401,
    meaning: 'DPoP proof missing, of another request or key, older than five minutes, or used before',
  },
  'token.audience': { status: 403, meaning: 'a token for another service' },
  'token.tier': {
    status: 403,
    meaning: 'a box where a person is needed (or the reverse), or too low a tier',
  },
  'token.scope': { status: 403, meaning: 'the scopes of the token do not open these records' },
  'health.record-unknown': {
    status: 404,
    meaning: 'no such record of this person, or none that the token opens',
  },
  'health.provider': { status: 401, meaning: 'no token of an institution that hands in records' },
  'health.patient-unknown': {
    status: 404,
    meaning: 'this institution’s patient number is not matched with a person',
  },
  'health.import-unknown': { status: 404, meaning: 'no such import of this institution' },
  'health.proxy-unknown': {
    status: 404,
    meaning: 'no such permission to read for somebody, or it has ended',
  },
  'registration.code': { status: 403, meaning: 'registration code unknown, used or out of date' },
  'registration.key-known': {
    status: 409,
    meaning: 'this key belongs to a box of another household, or to a blocked one; the code stays good',
  },
  'registration.too-many-attempts': {
    status: 429,
    meaning: 'ten failed registrations from one address within ten minutes, or a hundred from anywhere',
  },
  'enrolment.known': {
    status: 409,
    meaning: 'a certificate of the card belongs to somebody else already',
  },
  'enrolment.application-unknown': {
    status: 404,
    meaning: 'no open application of this id for this box',
  },
  'enrolment.application-changed': { status: 403, meaning: 'not the application form that was sent' },
  'enrolment.surface': {
    status: 403,
    meaning: 'the surface record is not the issuer’s, or of another birth date than the certificate',
  },
  'enrolment.facts': {
    status: 403,
    meaning: 'the card says other facts than the form; staff see which fields',
  },
  'staff.token': { status: 401, meaning: 'no valid token of a member of an operator’s staff' },
  'staff.box-unknown': { status: 404, meaning: 'no such box of this operator' },
  'staff.household-unknown': { status: 404, meaning: 'no such household of this operator' },
  'staff.person-unknown': { status: 404, meaning: 'no such person in the households of this operator' },
  'staff.application-unknown': { status: 404, meaning: 'no such application of this operator' },
  'contract.not-begun': {
    status: 403,
    meaning:
      'the contract with the service provider has not begun; from the OpenID provider as `unauthorized_client`',
  },
  'contract.ended': {
    status: 403,
    meaning:
      'the contract with the service provider has ended; from the OpenID provider as `unauthorized_client`',
  },
  'contract.unknown': { status: 404, meaning: 'no such contract of this operator, or it has ended already' },
  'contract.id-used': { status: 409, meaning: 'another operator has a contract of this id' },
  'federation.request-unknown': {
    status: 404,
    meaning: 'no such login of a service provider waits at this box; too late, or settled already',
  },
  'federation.result': {
    status: 403,
    meaning: 'the login result is unknown, older than a minute, used, or of another box',
  },
  'federation.consent-missing': {
    status: 403,
    meaning: 'the person has not agreed to all that the service provider asks for',
  },
  'federation.number-unknown': {
    status: 404,
    meaning: 'no login of a service provider shows this number, or another television has taken it',
  },
  'federation.number-expired': { status: 410, meaning: 'the number was shown too long ago' },
  'federation.elsewhere': {
    status: 403,
    meaning: 'the service provider’s contract is with another operator than this television’s',
  },
  'federation.too-many-numbers': {
    status: 429,
    meaning: 'too many wrong numbers at this television; try again in ten minutes',
  },
  'federation.consent-unknown': { status: 404, meaning: 'the person has not agreed to anything there' },
  'signals.stream-unknown': { status: 404, meaning: 'no such stream of this service provider' },
  'signals.stream-known': { status: 409, meaning: 'the service provider has its stream already' },
  'official.session': { status: 401, meaning: 'no session cookie of an official of this very town' },
  'official.role': { status: 403, meaning: 'the official’s role does not allow this' },
  'sign-in.refused': {
    status: 403,
    meaning: 'an official’s passkey, password or one-time code was not accepted',
  },
  'sign-in.invitation': { status: 403, meaning: 'one-time link of an official unknown, used or out of date' },
  'sign-in.too-many-attempts': {
    status: 429,
    meaning: 'ten refused logins of one official or from one address within ten minutes',
  },
  'draft.unknown': { status: 404, meaning: 'no such draft of an order in this town' },
  'draft.own': { status: 403, meaning: 'a live order needs another official than its writer' },
  'draft.changed': { status: 409, meaning: 'the order is not what the official has seen any more' },
  'draft.closed': {
    status: 409,
    meaning: 'the order waits for nobody: released, returned, withdrawn or expired',
  },
  'master.unknown': { status: 404, meaning: 'no such district or resident in this town' },
  'master.changed': { status: 409, meaning: 'somebody else has changed it: `version` is not the newest' },
  'official.unknown': { status: 403, meaning: 'no such official in this town' },
  'town.unknown': { status: 404, meaning: 'no such town' },
  'watch-over.recipient': {
    status: 400,
    meaning:
      'nobody whom the town’s register has as the resident’s supporter; the town itself is always there',
  },
  'watch-over.absence': { status: 400, meaning: 'ends before it begins, is over, or is longer than 92 days' },
  'watch-over.unknown': {
    status: 404,
    meaning: 'no such report for this welfare officer, or no such absence',
  },
  'shelter.no-reception': { status: 403, meaning: 'not the box of a shelter’s reception' },
  'order.unknown': { status: 404, meaning: 'no such order in this town' },
  'order.superseded': { status: 409, meaning: 'another order has replaced it: update the newest' },
  'order.cancelled': { status: 409, meaning: 'it has been cancelled' },
  'order.expired': { status: 409, meaning: 'it has run out: issue a new one' },
  'order.id-used': { status: 409, meaning: 'another order has this id' },
  'booking.facility-unknown': { status: 404, meaning: 'no such room in the box’s town' },
  'booking.unknown': { status: 404, meaning: 'no such booking of this person' },
  'booking.taken': {
    status: 409,
    meaning: 'somebody else has the slot; `alternatives` lists up to three free ones',
  },
  'booking.limit': { status: 409, meaning: 'the person has five open bookings' },
  'booking.too-late-to-cancel': { status: 409, meaning: 'the time to cancel has passed' },
  'booking.groups-only': { status: 403, meaning: 'only registered groups may book this room' },
  'booking.group-unknown': { status: 404, meaning: 'no such group, or the person is not in it' },
  'booking.equipment-taken': { status: 409, meaning: 'equipment that was asked for is in use then' },
  'booking.offer-over': { status: 410, meaning: 'the offer has run out or was given on' },
  'booking.slot-free': { status: 409, meaning: 'nobody needs to wait for this slot: it can be booked' },
  'booking.waiting-already': { status: 409, meaning: 'the person waits for this slot or has it already' },
  'booking.not-payable': { status: 409, meaning: 'there is nothing to pay for this booking' },
  'booking.link-unknown': { status: 404, meaning: 'no such secret address, or it was renewed' },
  'booking.lottery-unknown': { status: 404, meaning: 'no such lottery in this town' },
  'booking.lottery-closed': { status: 409, meaning: 'entries are not taken any more, or not yet drawn' },
  'booking.lottery-entry': { status: 422, meaning: 'a wish names a slot that is not drawn, or one twice' },
  'booking.event-unknown': { status: 404, meaning: 'no such event in this town' },
  'booking.event-closed': { status: 409, meaning: 'applications for the event are over' },
  'booking.day-closed': { status: 422, meaning: 'the house is closed on that day' },
  'booking.outside-window': {
    status: 422,
    meaning: 'the day cannot be booked yet or any more, or the slot has begun',
  },
  'payment.no-provider': { status: 503, meaning: 'this platform has no payment provider; the bill remains' },
  'payment.signature': { status: 403, meaning: 'an event that the payment provider has not signed' },
  'payment.unknown': { status: 404, meaning: 'no such page of the payment provider' },
  'verifier.unknown': {
    status: 401,
    meaning: 'not an approved verifier of the certification service (demo)',
  },
  'counter.card-unknown': { status: 404, meaning: 'no holder of such a card at the counter (demo)' },
  'counter.not-possible': {
    status: 409,
    meaning: 'what was asked does not fit the state of the card (demo)',
  },
  'counter.card-on-reader': {
    status: 409,
    meaning: 'the card lies on a reader and cannot be written at the counter (demo)',
  },
  'page.not-built': { status: 503, meaning: 'the pages have not been built' },
  'platform.no-identity': { status: 503, meaning: 'the platform runs without its OpenID provider' },
  'platform.not-ready': { status: 503, meaning: 'the start is not over, or the end has begun: try again' },
  'monitor.token': { status: 401, meaning: 'not the secret of the monitoring' },
  'platform.failed': { status: 500, meaning: 'a fault of the platform; details only in its log' },
  'household.unknown': { status: 404, meaning: 'no such household in the demo' },
  'box.unreachable': { status: 503, meaning: 'the agent of a box does not answer (demo)' },
} as const satisfies Record<string, CodeMeaning> & Record<(typeof bookingProblems)[number], CodeMeaning>;
export type ProblemCode = keyof typeof problemCodes;

/** What each refusal of a login says. */
export const refusalMeanings: Record<RefusalCode, CodeMeaning> = {
  'login.other-household': {
    status: 403,
    meaning: 'the card is of nobody in this household; whether it is known or still good is not told',
  },
  'login.proof-missing': { status: 403, meaning: 'the box sent no proof; `resident` says whose card it is' },
  'login.proof-wrong': { status: 403, meaning: 'the proof was not made by the card that was enrolled' },
  'login.tier-too-low': {
    status: 403,
    meaning: 'the service needs a stronger proof under the profile in force',
  },
  'login.reenrol': {
    status: 403,
    meaning:
      'the card was renewed and its proof without PIN is not enrolled; the PIN opens it, staff enrol it anew',
  },
  'login.signature-revoked': {
    status: 403,
    meaning: 'the signature certificate is revoked or out of date; logins without it go on',
  },
  'login.signature-other': {
    status: 403,
    meaning: 'the signature certificate is not usable or not linked to the holder of the card',
  },
  'login.too-many': {
    status: 429,
    meaning:
      'too many challenges of this box, or failed logins of this box or person; `Retry-After` says when',
  },
  'challenge.unknown': { status: 403, meaning: 'no such challenge' },
  'challenge.expired': { status: 403, meaning: 'older than five minutes' },
  'challenge.used': { status: 403, meaning: 'used before' },
  'challenge.mismatch': { status: 403, meaning: 'made for another box, origin, service or tier' },
  'certificate.malformed': { status: 403, meaning: 'not an X.509 certificate' },
  'certificate.untrusted': { status: 403, meaning: 'no pinned root has signed it' },
  'certificate.expired': { status: 403, meaning: 'after `notAfter`' },
  'certificate.not-yet-valid': { status: 403, meaning: 'before `notBefore`' },
  'certificate.wrong-purpose': { status: 403, meaning: 'not a user-authentication certificate' },
  'certificate.wrong-policy': { status: 403, meaning: 'another certificate policy' },
  'certificate.revoked': { status: 403, meaning: 'revoked, as OCSP or the CRL says' },
  'certificate.critical-extension': { status: 403, meaning: 'a critical extension that is not known' },
  'revocation.unavailable': { status: 503, meaning: 'neither OCSP nor a current CRL can be had' },
  'box.unknown': { status: 403, meaning: 'the box is not registered, or its key did not sign the statement' },
  'box.blocked': { status: 403, meaning: 'the box has been shut out' },
};

/** Codes of the message `error` on the box's stream; what was sent with it is not stored. */
export const streamCodes = {
  'request.malformed': 'not JSON, not text, or does not fit its schema; `path` names the first field',
  'stream.resume-first': 'the first message must be `resume`',
  'stream.resumed-already': '`resume` comes once',
  'receipt.mac': 'not made with this connection’s key over these receipts; none of them is stored',
  'receipt.sequence': 'not above the last one of this connection: replayed or out of turn',
  'receipt.signature': 'not a receipt signed by this box; the others of the message are stored',
  'answer.signature': 'not a statement signed by this box',
  'answer.order': 'no order for this box',
  'answer.choice': 'the answer does not belong to the order’s level',
  'answer.resident': 'not a resident of this household',
  'shelter.signature': 'not an entry signed by this reception’s box; in `refused` of `ShelterResults`',
  'watch-over.signature': 'not an answer signed by this box',
  'watch-over.question': 'no question for this household',
  'watch-over.choice': 'the question does not offer this answer',
  'platform.failed': 'a fault of the platform; the connection ends with 1011, send again on the next one',
} as const satisfies Record<string, string>;

/** Codes of `refused` on the simulated card's socket; the living room passes them on as 409. */
export const cardProcessCodes = {
  'request.malformed': 'does not fit its schema; the message names the field',
  'request.failed': 'could not be carried out; details only in the process’s log',
  'card.unknown': 'no such card',
  'card.damaged': 'the card’s file cannot be used',
  'card.elsewhere': 'the card lies on another reader',
  'card.vpcd-unreachable': 'the reader is passed on to a vpcd that does not listen',
  'card.process-gone': 'the process of the simulated card has ended (said by the living room)',
  'reader.unknown': 'no such reader',
  'reader.occupied': 'another card lies on the reader',
  'reader.unplugged': 'the reader is not plugged in',
} as const satisfies Record<string, string>;

/** Codes of `/healthz` when it is degraded, beside the agent's codes of a missing reader. */
export const healthCodes = {
  'box.unreachable': 'the agent of a box does not answer (demo)',
} as const satisfies Record<string, string>;

/** Codes that stand in the audit record of logins alone. */
export const auditCodes = {
  'login.not-registered': 'the card is of nobody whom the platform knows; told as `login.other-household`',
} as const satisfies Record<string, string>;

/** Codes that `certificate:check` gives beside the refusals of a login that begin with `certificate.`. */
export const checkCodes = {
  'certificate.key': 'the public key is unreadable, too weak or of a kind that is not accepted',
  'path.signature': 'an issuer of that name is there, but its key has not made the signature',
  'path.algorithm': 'signed by an algorithm that is not accepted',
  'path.not-authority': 'an issuer on the way is no certification authority',
  'path.too-long': 'more authorities in a row than one of them allows',
  'path.key-usage': 'an issuer on the way may not sign certificates',
  'path.name-constraints': 'a name that an authority above does not allow',
  'path.too-complex': 'the limit on signatures and steps was reached',
  'list.malformed': 'not a revocation list',
  'revocation.unavailable': 'no current list by the right signer covers every reason',
  'request.malformed': 'the line is no question; `path` points to the first wrong field (RFC 6901)',
  'check.failed': 'a fault of the command; details on its error output',
} as const satisfies Record<string, string>;

/** Why a page for phones or tablets has no address (D19); said on the page where its QR code would be. */
export const phoneCodes = {
  'public-address.missing':
    'the platform answers on this machine alone: `--host`, in production CHANOMA_PUBLIC_URL',
} as const satisfies Record<string, string>;

/** Codes that only the person who starts the platform sees. */
export const startCodes = {
  'platform.port-taken': 'another program has the port',
  'platform.not-our-address': 'the address of `--host` is none of this machine',
  'database.locked': 'another platform, or a restore, uses this data directory or database',
  'database.unreachable': 'no PostgreSQL server answers at `DATABASE_URL`',
  'database.other-keys': 'the database was made with another key folder',
  'database.unknown-migration':
    'the database or the copy is of a newer program, or there is no such migration',
  'database.no-way-back': 'a migration that cannot be taken back',
  'copy.target-not-empty': 'there is data where a copy should go',
  'copy.unreadable': 'a copy that is not finished, was changed or is cut off',
  'copy.differs': 'what was written is not what was read; nothing was changed',
  'database.failed-to-start': 'the embedded database did not start',
  'database.closed': 'the database has ended',
} as const satisfies Record<string, string>;

/** Why `npm run platform` does not start, by stable code. */
export const settingCodes = {
  'config.missing': 'a setting without which there is no platform',
  'config.malformed': 'a setting that is not of its form',
  'config.unknown-setting': 'a CHANOMA_ variable that does not exist: perhaps a typing error',
  'config.public-url-plain': 'plain HTTP to boxes and browsers of other machines',
  'config.certification-plain': 'plain HTTP to a certification service on another machine',
  'config.trial-profile': 'the trial profile, without the second setting that says it is meant',
  'config.database-plain': 'a database on another machine without verified TLS',
  'config.database-password': 'a database that is reached over the network with an empty or usual password',
  'config.tls-verification-off': 'NODE_TLS_REJECT_UNAUTHORIZED=0: no certificate of anybody is checked',
  'config.data-readable': 'a data directory, or a key in it, that others may read or change',
  'config.key-weak': 'a key that is empty, short or all alike',
  'config.demo-data': 'a data directory of the demo, with the keys of its certification service',
  'config.test-roots': 'a root certificate of a test service (O=JPKI-TEST) among those to trust',
  'config.trust-unreadable': 'a file among the roots that is no certificate',
} as const satisfies Record<string, string>;
