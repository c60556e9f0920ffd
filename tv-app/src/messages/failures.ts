import type { EnrolmentCode, RefusalCode } from '../../../mock-platform/src/protocol/refusals.ts';
import type { FailureCode } from '../../../reader-agent/src/protocol/failures.ts';
import { happened, nextSteps } from './failure-words.ts';
import { providerProblem } from './provider.ts';

export interface FailureMessage {
  /** What happened, without blame. */
  sentence: string;
  /** What to do next. */
  next: string;
}

/** Drawing that goes with a fault; none where the card is to be laid (again). */
export type FailureSign = 'phone' | 'house' | 'clock' | 'plug' | 'id-card' | undefined;

type Told = readonly [happened: keyof typeof happened, next: keyof typeof nextSteps];

const unknown: Told = ['failed', 'later'];

const told: Record<
  Exclude<FailureCode, `federation.${string}`> | RefusalCode | EnrolmentCode | 'request.pairing',
  Told
> = {
  'reader.driver-missing': ['readerUnusable', 'callCable'],
  'reader.service-missing': ['readerAsleep', 'later'],
  'reader.permission': ['readerForbidden', 'callCable'],
  'reader.none': ['readerMissing', 'plugIn'],
  'reader.busy': ['readerBusy', 'later'],
  'reader.failed': ['readerStopped', 'unplug'],
  'card.unreadable': ['unreadable', 'layInMiddle'],
  'card.removed': ['removed', 'layAgain'],
  'card.other': ['cardUnusable', 'layMyNumberCard'],
  'card.resident-card': ['residentCard', 'layMyNumberCard'],
  'card.phone': ['phone', 'layMyNumberCard'],
  'card.certificate-missing': ['noCertificate', 'callTown'],
  'card.signature-missing': ['noSignature', 'callTown'],
  'card.changed': ['otherCard', 'layFirst'],
  'pin.wrong': ['pinWrong', 'tryAgain'],
  'pin.blocked': ['pinBlocked', 'bringCard'],
  'pin.incomplete': ['pinShort', 'typeOn'],
  'pin.full': ['pinFull', 'eraseOrEnter'],
  'pin.not-asked': ['pinNotAsked', 'later'],
  'card.birth-date-refused': ['cardUnchecked', 'callTown'],
  'card.birth-date-unknown': ['cardUnchecked', 'callTown'],
  'login.not-agreed': ['notAgreed', 'callCable'],
  'login.timeout': ['timeOver', 'startAgain'],
  'login.cancelled': ['stopped', 'goesHome'],
  'login.busy': ['busy', 'later'],
  'session.none': ['cardNeeded', 'layCard'],
  'session.ended': ['visitEnded', 'layAgain'],
  'box.unregistered': ['boxNotReady', 'callCable'],
  'box.registered': ['known', 'goesOn'],
  'box.directory-locked': ['failed', 'callCable'],
  'storage.full': ['notStored', 'callCable'],
  'storage.failed': ['notStored', 'callCable'],
  'order.unknown': ['orderOver', 'backToTv'],
  'order.answer': ['answerRefused', 'chooseAgain'],
  'platform.unreachable': ['noConnection', 'pressLater'],
  'platform.failed': ['failed', 'later'],
  'request.malformed': ['failed', 'callCable'],
  'request.unknown-method': ['boxOld', 'callCable'],
  'request.hello': ['failed', 'later'],
  'page.too-old': ['pageOld', 'switchOff'],
  'page.too-new': ['boxOld', 'callCable'],
  'request.pairing': ['notPaired', 'switchOff'],
  'request.rate': ['tooFast', 'later'],
  'login.other-household': ['otherHousehold', 'atHome'],
  'login.proof-missing': ['cardUnchecked', 'layAgain'],
  'login.proof-wrong': ['cardUnchecked', 'callTown'],
  'login.tier-too-low': ['pinNeeded', 'startAgain'],
  'login.reenrol': ['cardNew', 'callCable'],
  'login.signature-revoked': ['signatureUnusable', 'callTown'],
  'login.signature-other': ['signatureOther', 'callTown'],
  'login.too-many': ['tooMany', 'later'],
  'enrolment.application-unknown': ['noApplication', 'callCable'],
  'enrolment.application-changed': ['applicationChanged', 'callCable'],
  'enrolment.surface': ['cardUnchecked', 'callTown'],
  'enrolment.facts': ['applicationOther', 'callCable'],
  'enrolment.known': ['known', 'goesOn'],
  'challenge.unknown': ['timeOver', 'layAgain'],
  'challenge.expired': ['timeOver', 'layAgain'],
  'challenge.used': ['timeOver', 'layAgain'],
  'challenge.mismatch': ['cardUnchecked', 'layAgain'],
  'certificate.malformed': ['unreadable', 'callTown'],
  'certificate.untrusted': ['cardUnusable', 'callTown'],
  'certificate.expired': ['expired', 'renew'],
  'certificate.not-yet-valid': ['notYetValid', 'callTown'],
  'certificate.wrong-purpose': ['cardUnusable', 'callTown'],
  'certificate.wrong-policy': ['cardUnusable', 'callTown'],
  'certificate.revoked': ['revoked', 'callTown'],
  'certificate.critical-extension': ['cardUnusable', 'callTown'],
  'revocation.unavailable': ['notCheckedNow', 'later'],
  'box.unknown': ['boxNotReady', 'callCable'],
  'box.blocked': ['boxStopped', 'callCable'],
};

const signs: Readonly<Record<string, FailureSign>> = {
  'login.other-household': 'house',
  'pin.blocked': 'id-card',
  'reader.none': 'plug',
  'reader.failed': 'plug',
  'certificate.expired': 'phone',
  'platform.unreachable': 'clock',
};

/** The drawing beside a fault's words. */
export function failureSign(code: string): FailureSign {
  const own = signs[code];
  if (own) return own;
  const [, next] = toldOf(code);
  if (next === 'callTown' || next === 'callCable') return 'phone';
  return next === 'later' ? 'clock' : undefined;
}

/** The sentence and next step for a code of the agent, the platform or a service; a default for codes not known here. */
export function failureMessage(code: string): FailureMessage {
  const elsewhere = providerProblem(code);
  if (elsewhere) return elsewhere;
  const [sentence, next] = toldOf(code);
  return { sentence: happened[sentence], next: nextSteps[next] };
}

const toldOf = (code: string): Told => (told as Record<string, Told | undefined>)[code] ?? unknown;
