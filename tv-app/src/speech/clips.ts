import { common } from '../messages/common.ts';
import { answerWords, levels, order, spokenName } from '../messages/order.ts';
import { orderSteps } from '../messages/order-steps.ts';
import type { Manner } from './voice.ts';

type ClipLanguage = Manner['language'];

/** Recorded words, kept in assets/sounds/ja and assets/sounds/en under `name`. */
export interface Recording {
  name: string;
  /** What the recording says: kana for the Japanese one. */
  says: Readonly<Record<ClipLanguage, string>>;
  /** Words of the television for which it is played, in the language in force. */
  words: () => readonly string[];
  /** Says something by itself; without any such clip nothing is played, so that no page is read in fragments. */
  whole: boolean;
}

export interface Clip {
  language: ClipLanguage;
  name: string;
}

const clip = (
  name: string,
  ja: string,
  en: string,
  words: () => readonly string[],
  whole = true,
): Recording => ({
  name,
  says: { 'ja-JP': ja, 'en-US': en },
  words,
  whole,
});

/** Names belong to the household and are said by no clip; さん is there for boxes whose operator records names. */
export const recordings: readonly Recording[] = [
  clip('drill', 'くんれんです', 'This is a drill.', () => [order.spokenDrill, order.drill], false),
  clip('everybody-here', 'みなさん', 'Everybody', () => [order.nobody], false),
  clip('level-3', 'こうれいしゃとう ひなんです', 'Evacuation of the elderly.', () => [spokenName(3)]),
  clip('level-4', 'ひなんしじです', 'Evacuation order.', () => [spokenName(4)]),
  clip('level-5', 'きんきゅう あんぜん かくほです', 'Emergency. Protect your life.', () => [spokenName(5)]),
  clip('verb-3', 'いま ひなんして', 'Leave now.', () => [levels[3].verb]),
  clip('verb-4', 'すぐ にげて', 'Get out now!', () => [levels[4].verb]),
  clip('verb-5', 'いのちを まもって', 'Protect your life!', () => [levels[5].verb]),
  clip('inside', 'いまいる たてものの あんぜんな ところへ', 'Stay in a safe part of the building.', () => [
    'いまいる たてものの あんぜんな ところへ',
    'たてものの あんぜんな ところへ',
    '今 いる たてものの 安全な 所へ',
    'Stay in a safe part of the building',
  ]),
  clip('stay-in', 'そとえ でないで ください', 'Do not go outside.', () => [
    'そとへ でないで ください',
    '外に 出ないで ください',
    'Do not go outside',
  ]),
  clip('evacuating', 'にげます', 'I am leaving.', () => [answerWords.evacuating], false),
  clip('safe', 'あんぜんです', 'I am safe.', () => [answerWords.safe], false),
  clip('help', 'たすけがいる', 'I need help.', () => [answerWords.help], false),
  clip('whose', 'どなたの こたえですか', 'Whose answer is it?', () => [order.whose]),
  clip('everybody', 'みんな', 'All of us.', () => [order.everybody], false),
  clip('sending', 'つたえています', 'Telling the town.', () => [order.sending]),
  clip('told', 'まちに つたえました', 'The town has been told.', () => [order.told]),
  clip('queued', 'つながったら まちに つたえます', 'The town will be told later.', () => [order.queued]),
  clip('not-told', 'こたえを おくれませんでした', 'The answer was not sent.', () => [order.notTold]),
  clip('cancelled', 'とりけしです', 'Cancelled.', () => [order.cancelledReading]),
  clip('cancelled-more', 'さっきの おしらせわ おわりです', 'That message is over.', () => [
    order.cancelledMore,
  ]),
  clip('renewed', 'あたらしく なりました', 'Updated.', () => [orderSteps.renewed], false),
  clip(
    'more',
    'おしらせわ ほかにも あります',
    'There is more news.',
    () => [1, 2, 3, 4, 5].map(orderSteps.more),
    false,
  ),
  clip('not-answered', 'まだ こたえて いません', 'You have not answered yet.', () => [
    orderSteps.notAnswered,
  ]),
  clip('comes-again', 'いっぷん たつと また でます', 'It comes back in one minute.', () => [
    orderSteps.comesAgain,
  ]),
  clip('safe-already', 'もう あんぜんですか', 'Are you safe now?', () => [orderSteps.safeAlready]),
  clip('safe-now', 'もう あんぜん', 'I am safe now.', () => [orderSteps.safeNow], false),
  clip('near-phone', 'でんわの ちかくで まって ください', 'Please stay near your phone.', () => [
    order.toldHelp,
  ]),
  clip(
    'call-119',
    'いそぐ ときわ ひゃくじゅうきゅうえ でんわ して ください',
    'If it is urgent, please call 1 1 9.',
    () => [order.queuedHelp, orderSteps.call119],
  ),
  clip('town-message', 'まちからの おしらせです', 'A message from the town.', () => [], false),
  clip('san', 'さん', '', () => [common.honorific], false),
];

/** Clips that may follow one another only: さん without a name says nothing. */
const needsName = 'san';

/** Clips that say of these words what they can, in order; none when nothing would be understood. Pure. */
export function clipsFor(words: string, language: ClipLanguage): Clip[] {
  const known = recordings
    .filter(({ name, says }) => says[language] !== '' && name !== needsName)
    .flatMap((recording) => recording.words().map((said) => ({ recording, said: bare(said) })))
    .filter(({ said }) => said !== '')
    .sort((a, b) => b.said.length - a.said.length);
  const text = bare(words);
  const found: Recording[] = [];
  for (let at = 0; at < text.length; ) {
    const next = known.find(({ said }) => text.startsWith(said, at));
    if (next) found.push(next.recording);
    at += next ? next.said.length : 1;
  }
  if (!found.some(({ whole }) => whole)) return [];
  const [first] = found;
  const opening = first && first.name !== 'drill' ? [{ language, name: 'town-message' }] : [];
  return [...opening, ...found.map(({ name }) => ({ language, name }))];
}

const bare = (words: string): string => words.replace(/[\s。、！？!?.,「」]/g, '').toLowerCase();
