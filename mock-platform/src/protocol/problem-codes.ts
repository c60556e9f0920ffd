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
  'request.too-large': { status: 413, meaning: 'body over 256 KiB' },
  'request.media-type': { status: 415, meaning: 'body of a type that the address does not take' },
  'request.too-many': { status: 429, meaning: 'too many requests (no limit is set at present)' },
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
  'registration.code': { status: 403, meaning: 'registration code unknown, used or out of date' },
  'registration.too-many-attempts': {
    status: 429,
    meaning: 'ten failed registrations from one address within ten minutes',
  },
  'enrolment.known': {
    status: 409,
    meaning: 'the certificate belongs to somebody already (staff’s enrolment)',
  },
  'official.session': { status: 401, meaning: 'no session cookie of an official of this very town' },
  'official.unknown': { status: 403, meaning: 'no such official in this town' },
  'town.unknown': { status: 404, meaning: 'no such town' },
  'order.unknown': { status: 404, meaning: 'no such order in this town' },
  'order.id-used': { status: 409, meaning: 'another order has this id' },
  'booking.facility-unknown': { status: 404, meaning: 'no such room in the box’s town' },
  'booking.unknown': { status: 404, meaning: 'no such booking of this person' },
  'booking.taken': {
    status: 409,
    meaning: 'somebody else has the slot; `alternatives` lists up to three free ones',
  },
  'booking.limit': { status: 409, meaning: 'the person has five open bookings' },
  'booking.too-late-to-cancel': { status: 409, meaning: 'the time to cancel has passed' },
  'booking.day-closed': { status: 422, meaning: 'the house is closed on that day' },
  'booking.outside-window': {
    status: 422,
    meaning: 'the day cannot be booked yet or any more, or the slot has begun',
  },
  'page.not-built': { status: 503, meaning: 'the pages have not been built' },
  'platform.no-identity': { status: 503, meaning: 'the platform runs without its OpenID provider' },
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
  'answer.signature': 'not a statement signed by this box',
  'answer.order': 'no order for this box',
  'answer.choice': 'the answer does not belong to the order’s level',
  'answer.resident': 'not a resident of this household',
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

/** Codes that only the person who starts the platform sees. */
export const startCodes = {
  'platform.port-taken': 'another program has the port',
  'database.locked': 'another platform uses this data directory',
  'database.failed-to-start': 'the embedded database did not start',
  'database.closed': 'the database has ended',
} as const satisfies Record<string, string>;
