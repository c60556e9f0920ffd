import type { EnrolmentCode, RefusalCode } from '../../../mock-platform/src/protocol/refusals.ts';
import type { FailureCode } from '../../../reader-agent/src/protocol/failures.ts';

export interface FailureMessage {
  /** What happened, without blame. */
  sentence: string;
  /** What to do next. */
  next: string;
}

/** Drawing that goes with a fault; none where the card is to be laid (again). */
export type FailureSign = 'phone' | 'house' | 'clock' | 'plug' | 'id-card' | undefined;

const askTown = '役場の人に でんわしてください。';
const askCable = 'ケーブル局へ でんわしてください。';
const layAgain = 'もういちど おいてください。';
const bringCard = '役場で なおせます。カードを おもちください。';
const later = 'すこし まってから ためしてください。';

const unknown: FailureMessage = { sentence: 'うまく いきませんでした。', next: later };

const messages: Record<FailureCode | RefusalCode | EnrolmentCode | 'request.pairing', FailureMessage> = {
  'reader.driver-missing': { sentence: 'カードの 台が つかえません。', next: askCable },
  'reader.service-missing': { sentence: 'カードの 台が 動いていません。', next: later },
  'reader.permission': { sentence: 'カードの 台が つかえません。', next: askCable },
  'reader.none': { sentence: 'カードの 台が ありません。', next: '台の 線を さしこんでください。' },
  'reader.busy': { sentence: 'カードの 台を つかっています。', next: later },
  'reader.failed': { sentence: 'カードの 台が とまりました。', next: '線を いちど ぬいてください。' },
  'card.unreadable': { sentence: 'カードを よみとれませんでした。', next: 'まんなかに おいてください。' },
  'card.removed': { sentence: 'カードが はなれました。', next: layAgain },
  'card.other': { sentence: 'このカードは つかえません。', next: 'マイナンバーカードを おいてください。' },
  'card.resident-card': {
    sentence: 'まえの カードの ようです。',
    next: 'マイナンバーカードを おいてください。',
  },
  'card.phone': { sentence: 'スマホでは はいれません。', next: 'マイナンバーカードを おいてください。' },
  'card.certificate-missing': { sentence: 'カードに しょうめいが ありません。', next: askTown },
  'card.signature-missing': { sentence: '署名の しょうめいが ありません。', next: askTown },
  'card.changed': { sentence: 'べつの カードの ようです。', next: 'はじめの カードを おいてください。' },
  'pin.wrong': { sentence: '番号が ちがいました。', next: 'もういちど どうぞ。' },
  'pin.blocked': { sentence: '番号が つかえなく なりました。', next: bringCard },
  'pin.incomplete': { sentence: 'まだ たりません。', next: 'つづきを おしてください。' },
  'pin.full': { sentence: 'もう いっぱいです。', next: '「けす」か 「けってい」です。' },
  'pin.not-asked': { sentence: 'いま 番号は いりません。', next: later },
  'card.birth-date-refused': { sentence: 'カードを かくにん できません。', next: askTown },
  'card.birth-date-unknown': { sentence: 'カードを かくにん できません。', next: askTown },
  'login.not-agreed': { sentence: 'まだ もうしこみが ありません。', next: askCable },
  'login.timeout': { sentence: 'じかんが すぎました。', next: 'もういちど はじめてください。' },
  'login.cancelled': { sentence: 'やめました。', next: 'ホームへ もどります。' },
  'login.busy': { sentence: 'ほかの じゅんびを しています。', next: later },
  'session.none': { sentence: 'カードが ひつようです。', next: 'カードを おいてください。' },
  'session.ended': { sentence: 'いちど おわりました。', next: layAgain },
  'box.unregistered': { sentence: 'このテレビは じゅんび中です。', next: askCable },
  'box.registered': { sentence: 'もう とうろく されています。', next: 'そのまま つかえます。' },
  'box.directory-locked': { sentence: 'うまく いきませんでした。', next: askCable },
  'storage.full': { sentence: 'ほぞん できませんでした。', next: askCable },
  'storage.failed': { sentence: 'ほぞん できませんでした。', next: askCable },
  'order.unknown': { sentence: 'おしらせは おわりました。', next: 'テレビに もどれます。' },
  'order.answer': { sentence: 'こたえを うけとれません。', next: 'もういちど えらんでください。' },
  'platform.unreachable': {
    sentence: 'いま つながりません。',
    next: 'すこしして もういちど おしてください。',
  },
  'platform.failed': { sentence: 'うまく いきませんでした。', next: later },
  'request.malformed': { sentence: 'うまく いきませんでした。', next: askCable },
  'request.unknown-method': { sentence: 'テレビが すこし 古いようです。', next: askCable },
  'request.hello': { sentence: 'うまく いきませんでした。', next: later },
  'page.too-old': { sentence: '画面が すこし 古いようです。', next: 'でんげんを いれなおしてください。' },
  'page.too-new': { sentence: 'テレビが すこし 古いようです。', next: askCable },
  'request.pairing': { sentence: 'テレビに つながっていません。', next: 'でんげんを いれなおしてください。' },
  'request.rate': { sentence: 'すこし いそぎすぎました。', next: later },
  'login.other-household': {
    sentence: 'このテレビでは つかえません。',
    next: 'ごじぶんの テレビで おいてください。',
  },
  'login.proof-missing': { sentence: 'カードを かくにん できません。', next: layAgain },
  'login.proof-wrong': { sentence: 'カードを かくにん できません。', next: askTown },
  'login.tier-too-low': { sentence: '暗証番号が ひつようです。', next: 'もういちど はじめてください。' },
  'login.reenrol': { sentence: 'カードが あたらしく なりました。', next: askCable },
  'login.signature-revoked': { sentence: '署名の しょうめいが つかえません。', next: askTown },
  'login.signature-other': { sentence: '署名の しょうめいが ちがいます。', next: askTown },
  'login.too-many': { sentence: 'すこし あいだを あけます。', next: later },
  'enrolment.application-unknown': { sentence: 'もうしこみが ありません。', next: askCable },
  'enrolment.application-changed': { sentence: 'もうしこみが かわりました。', next: askCable },
  'enrolment.surface': { sentence: 'カードを かくにん できません。', next: askTown },
  'enrolment.facts': { sentence: 'もうしこみと カードが ちがいます。', next: askCable },
  'enrolment.known': { sentence: 'もう とうろく されています。', next: 'そのまま つかえます。' },
  'challenge.unknown': { sentence: 'じかんが すぎました。', next: layAgain },
  'challenge.expired': { sentence: 'じかんが すぎました。', next: layAgain },
  'challenge.used': { sentence: 'じかんが すぎました。', next: layAgain },
  'challenge.mismatch': { sentence: 'カードを かくにん できません。', next: layAgain },
  'certificate.malformed': { sentence: 'カードを よみとれませんでした。', next: askTown },
  'certificate.untrusted': { sentence: 'このカードは つかえません。', next: askTown },
  'certificate.expired': { sentence: 'カードの 期限が きれました。', next: '役場で 新しく できます。' },
  'certificate.not-yet-valid': { sentence: 'カードは まだ つかえません。', next: askTown },
  'certificate.wrong-purpose': { sentence: 'このカードは つかえません。', next: askTown },
  'certificate.wrong-policy': { sentence: 'このカードは つかえません。', next: askTown },
  'certificate.revoked': { sentence: 'このカードは とまっています。', next: askTown },
  'certificate.critical-extension': { sentence: 'このカードは つかえません。', next: askTown },
  'revocation.unavailable': { sentence: 'いま かくにん できません。', next: later },
  'box.unknown': { sentence: 'このテレビは じゅんび中です。', next: askCable },
  'box.blocked': { sentence: 'このテレビは とまっています。', next: askCable },
};

/** The drawing beside a fault's words. */
export function failureSign(code: string): FailureSign {
  if (code === 'login.other-household') return 'house';
  if (code === 'pin.blocked') return 'id-card';
  if (code === 'reader.none' || code === 'reader.failed') return 'plug';
  const { next } = failureMessage(code);
  if (next === askTown || next === askCable || code === 'certificate.expired') return 'phone';
  return next === later || code === 'platform.unreachable' ? 'clock' : undefined;
}

/** The sentence and next step for a code of the agent, the platform or a service; a default for codes not known here. */
export function failureMessage(code: string): FailureMessage {
  return (messages as Record<string, FailureMessage | undefined>)[code] ?? unknown;
}
