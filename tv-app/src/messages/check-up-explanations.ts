import { inLanguage } from './language.ts';

/** What a value tells, by the first five characters of its JLAC10 code; one sentence, no diagnosis. */
const sentences: readonly (readonly [analytes: readonly string[], ja: string, plain: string, en: string])[] =
  [
    [
      ['9A751', '9A752', '9A755'],
      '心ぞうが ちぢむ ときの 力です。',
      '心臓が 血を 出す ときの 力です。',
      'The pressure when the heart beats.',
    ],
    [
      ['9A761', '9A762', '9A765'],
      '心ぞうが 休む ときの 力です。',
      '心臓が 休む ときの 力です。',
      'The pressure when the heart rests.',
    ],
    [
      ['3D046', '3D045'],
      '1、2か月の 血糖の ようすです。',
      '1、2か月の 血の さとうの ことです。',
      'Blood sugar over the last one or two months.',
    ],
    [
      ['3D010'],
      'その ときの 血の さとうです。',
      'その ときの 血の さとうです。',
      'The sugar in the blood at that moment.',
    ],
    [
      ['3F077'],
      '多いと 血かんに たまります。',
      '多いと 血の 道に たまります。',
      'Too much of it settles in the blood vessels.',
    ],
    [
      ['3F070'],
      '血かんを きれいに します。',
      '血の 道を きれいに します。',
      'It keeps the blood vessels clean.',
    ],
    [['3F015', '3F069'], '血の 中の あぶらです。', '血の 中の あぶらです。', 'The fat in the blood.'],
    [
      ['8A065', '3C015'],
      'じんぞうの はたらきです。',
      'じんぞうの はたらきです。',
      'How well the kidneys work.',
    ],
    [
      ['3B035', '3B045', '3B090'],
      'かんぞうの ようすです。',
      'かんぞうの ことが わかります。',
      'How the liver is.',
    ],
    [['2A030', '2A020', '2A040'], '血の こさです。', '血が うすいか わかります。', 'How rich the blood is.'],
    [
      ['9N011'],
      'せの 高さと 体重の わりあいです。',
      '体の 高さと 重さの ことです。',
      'Weight compared with height.',
    ],
  ];

/** One plain sentence about a value of 特定健診; empty for one that has none. */
export function checkUpExplanation(key: string): string {
  const found = sentences.find(([analytes]) => analytes.includes(key.slice(0, 5)));
  return found ? inLanguage({ ja: found[1], plain: found[2], en: found[3] }) : '';
}
