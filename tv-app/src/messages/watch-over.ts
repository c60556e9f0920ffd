import type { WatchOverChoice, WatchOverRecipient } from '../../../mock-platform/src/protocol/watch-over.ts';
import { catalogue } from './language.ts';

/** Words on the tiles. */
export const watchOverChoices = catalogue<Record<WatchOverChoice, string>>({
  ja: {
    fine: 'げんきです',
    'so-so': 'まあまあです',
    unwell: 'よくないです',
    call: 'でんわが ほしい',
    understood: 'わかりました',
  },
  plain: {
    fine: '元気です',
    'so-so': 'ふつうです',
    unwell: 'よくないです',
    call: '電話が ほしい',
    understood: 'わかりました',
  },
  en: {
    fine: 'I am fine',
    'so-so': 'So-so',
    unwell: 'Not well',
    call: 'Please call',
    understood: 'I understand',
  },
});

/** What is said after each answer. */
export const watchOverReplies = catalogue<Record<WatchOverChoice, string>>({
  ja: {
    fine: 'よかったです。よい 一日を。',
    'so-so': 'むりを しないで ください。',
    unwell: 'くるしい ときは 119へ でんわしてください。',
    call: 'でんわの ちかくで まってください。',
    understood: 'ありがとうございます。',
  },
  plain: {
    fine: 'よかったです。よい 一日を。',
    'so-so': 'むりを しないで ください。',
    unwell: 'くるしい ときは 119に 電話して ください。',
    call: '電話の 近くで まって ください。',
    understood: 'ありがとう ございます。',
  },
  en: {
    fine: 'Good to hear. Have a nice day.',
    'so-so': 'Please take it easy.',
    unwell: 'If you are in distress, please call 119.',
    call: 'Please stay near your phone.',
    understood: 'Thank you.',
  },
});

export const watchOverRecipients = catalogue<Record<WatchOverRecipient, string>>({
  ja: { family: 'ごかぞく', 'welfare-officer': '民生委員さん', town: '役場' },
  plain: { family: '家族', 'welfare-officer': '民生委員の 人', town: '役場' },
  en: { family: 'your family', 'welfare-officer': 'your welfare officer', town: 'the town hall' },
});

export const watchOver = catalogue({
  ja: {
    morning: 'おはようございます。',
    day: 'こんにちは。',
    evening: 'こんばんは。',
    greeting: (name: string, words: string): string => `${name}、${words}`,
    reaches: (names: readonly string[]): string => `こたえは ${names.join('と ')}に とどきます。`,
    later: 'あとで',
    told: 'つたえました。',
    queued: 'つながったら つたえます。',
    failed: 'いま つたえられません。',
  },
  plain: {
    morning: 'おはよう ございます。',
    day: 'こんにちは。',
    evening: 'こんばんは。',
    greeting: (name: string, words: string): string => `${name}、${words}`,
    reaches: (names: readonly string[]): string => `こたえは ${names.join('と ')}に おくります。`,
    later: 'あとで',
    told: 'つたえました。',
    queued: 'あとで つたえます。',
    failed: '今 つたえる ことが できません。',
  },
  en: {
    morning: 'Good morning.',
    day: 'Good afternoon.',
    evening: 'Good evening.',
    greeting: (name: string, words: string): string => `${words.replace(/\.$/, '')}, ${name}.`,
    reaches: (names: readonly string[]): string => `Your answer goes to ${names.join(' and ')}.`,
    later: 'Later',
    told: 'Your answer is on its way.',
    queued: 'It is sent once there is a connection.',
    failed: 'It cannot be sent right now.',
  },
});

/** The way to the page of watching over. */
export const watchOverEntry = catalogue({
  ja: { title: 'みまもり', entry: 'みまもりの せってい' },
  plain: { title: '見守り', entry: '見守りの 設定' },
  en: { title: 'Watching over', entry: 'Watching over me' },
});
