import type { EnrolmentCode, RefusalCode } from '../../../mock-platform/src/protocol/refusals.ts';
import { next, type Sentence, say } from './sentence.ts';

/** Refusals of a registration, for who stands before the box. */
export type RegistrationCode =
  | 'registration.code'
  | 'registration.key-known'
  | 'registration.too-many-attempts';

const cardUnusable = (step: Sentence): Sentence =>
  say('このカードは使えません。', 'このカードは つかえません。', 'This card cannot be used.', step);
const cardUnchecked = (step: Sentence): Sentence =>
  say('カードを確認できません。', 'カードを かくにん できません。', 'The card could not be checked.', step);
const timeOver = say('時間が過ぎました。', 'じかんが すぎました。', 'The time has run out.', next.layAgain);

/** Sentences for the platform's refusals that the agent passes on. */
export const platformSentences: Record<RefusalCode | EnrolmentCode | RegistrationCode, Sentence> = {
  'login.other-household': {
    ja: 'このテレビでは使えません。ご自宅でお試しください。',
    plain: 'このテレビでは つかえません。 ごじぶんの テレビで おいてください。',
    en: 'This does not work at this television. Please use the one at your own home.',
  },
  'login.proof-missing': cardUnchecked(next.layAgain),
  'login.proof-wrong': cardUnchecked(next.callTown),
  'login.tier-too-low': say(
    '暗証番号が必要です。',
    '暗証番号が ひつようです。',
    'This needs your PIN.',
    next.startAgain,
  ),
  'login.reenrol': say(
    'カードが新しくなりました。',
    'カードが あたらしく なりました。',
    'Your card is a new one.',
    next.callCable,
  ),
  'login.signature-revoked': say(
    '署名用の証明が使えません。',
    '署名の しょうめいが つかえません。',
    'The signature certificate can no longer be used.',
    next.callTown,
  ),
  'login.signature-other': say(
    '署名用の証明が一致しません。',
    '署名の しょうめいが ちがいます。',
    'The signature certificate does not belong to this person.',
    next.callTown,
  ),
  'login.too-many': say(
    '少し間を空けます。',
    'すこし あいだを あけます。',
    'There have been many tries.',
    next.later,
  ),
  'challenge.unknown': timeOver,
  'challenge.expired': timeOver,
  'challenge.used': timeOver,
  'challenge.mismatch': cardUnchecked(next.layAgain),
  'certificate.malformed': say(
    'カードを読み取れませんでした。',
    'カードを よみとれませんでした。',
    'The card could not be read.',
    next.callTown,
  ),
  'certificate.untrusted': cardUnusable(next.callTown),
  'certificate.expired': {
    ja: 'カードの期限が切れました。役場で更新できます。',
    plain: 'カードの 期限が きれました。 役場で 新しく できます。',
    en: 'The card has expired. The town office can renew it.',
  },
  'certificate.not-yet-valid': say(
    'カードはまだ使えません。',
    'カードは まだ つかえません。',
    'The card cannot be used yet.',
    next.callTown,
  ),
  'certificate.wrong-purpose': cardUnusable(next.callTown),
  'certificate.wrong-policy': cardUnusable(next.callTown),
  'certificate.revoked': say(
    'このカードは止まっています。',
    'このカードは とまっています。',
    'This card has been stopped.',
    next.callTown,
  ),
  'certificate.critical-extension': cardUnusable(next.callTown),
  'revocation.unavailable': say(
    '今、カードを確認できません。',
    'いま かくにん できません。',
    'The card cannot be checked right now.',
    next.later,
  ),
  'box.unknown': say(
    'このテレビは準備中です。',
    'このテレビは じゅんび中です。',
    'This television is not set up yet.',
    next.callCable,
  ),
  'box.blocked': say(
    'このテレビは止まっています。',
    'このテレビは とまっています。',
    'This television has been stopped.',
    next.callCable,
  ),
  'enrolment.application-unknown': say(
    '申し込みが見つかりません。',
    'もうしこみが ありません。',
    'There is no such application.',
    next.callCable,
  ),
  'enrolment.application-changed': say(
    '申し込みの内容が変わりました。',
    'もうしこみが かわりました。',
    'The application has changed.',
    next.callCable,
  ),
  'enrolment.surface': cardUnchecked(next.callTown),
  'enrolment.facts': say(
    '申し込みとカードの内容が違います。',
    'もうしこみと カードが ちがいます。',
    'The application and the card do not say the same.',
    next.callCable,
  ),
  'enrolment.known': say(
    'すでに登録されています。',
    'もう とうろく されています。',
    'This card is registered already.',
    next.goesOn,
  ),
  'registration.code': {
    ja: '登録番号が使えません。新しい番号をお求めください。',
    plain: 'この 番号は つかえません。 あたらしい 番号を きいてください。',
    en: 'This registration code cannot be used. Please ask staff for a new one.',
  },
  'registration.key-known': say(
    'この機器は登録済みです。',
    'もう とうろく されています。',
    'This box is registered already.',
    next.callCable,
  ),
  'registration.too-many-attempts': {
    ja: '回数が多くなりました。10分後にお試しください。',
    plain: 'なんども ためしました。 10分 まってください。',
    en: 'There have been many tries. Please wait ten minutes.',
  },
};
