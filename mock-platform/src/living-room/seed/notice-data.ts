import type { NoticeDraft } from '../../notices/public-notices.ts';
import { hiyori, miharashi } from './world.ts';

const hour = 3_600_000;

/** Public news of both towns; the first of each town is the newest. */
export function noticeDrafts(now: Date): (NoticeDraft & { publishedAt: Date })[] {
  const hoursAgo = (hours: number) => new Date(now.getTime() - hours * hour);
  return [
    {
      municipality: hiyori,
      issuer: 'ひより町 水道課',
      headline: 'あす 午前9時から 水が とまります。',
      sentences: ['11時に もどります。', '水を ためておいて ください。'],
      picture: 'water',
      publishedAt: hoursAgo(2),
    },
    {
      municipality: hiyori,
      issuer: 'ひより町 保健センター',
      headline: 'インフルエンザの 注射が できます。',
      sentences: ['今年の おわりまで むりょうです。', 'かかりつけの 医院へ どうぞ。'],
      picture: 'clinic',
      publishedAt: hoursAgo(26),
    },
    {
      municipality: hiyori,
      issuer: 'ひより町 交通係',
      headline: '山手の バスの 時間が かわります。',
      sentences: ['来月 1日から かわります。', '朝は 10分 はやく 来ます。'],
      picture: 'bus',
      publishedAt: hoursAgo(50),
    },
    {
      municipality: miharashi,
      issuer: 'みはらし町 環境課',
      headline: 'あすは ごみを あつめません。',
      sentences: ['つぎの 日に 出してください。'],
      picture: 'garbage',
      publishedAt: hoursAgo(3),
    },
    {
      municipality: miharashi,
      issuer: 'みはらし町 公民館',
      headline: '日曜日に 秋まつりが あります。',
      sentences: ['午前10時に はじまります。', '駅前の 広場へ どうぞ。'],
      picture: 'festival',
      publishedAt: hoursAgo(30),
    },
  ];
}
