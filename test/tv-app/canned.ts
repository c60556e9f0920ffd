import type { z } from 'zod/mini';
import type { PublicNotices } from '../../mock-platform/src/protocol/notices.ts';
import type { Shelters } from '../../mock-platform/src/protocol/town.ts';
import { apiLevel, type BoxState, type ShownOrder } from '../../reader-agent/src/protocol/local.ts';

/** An evening in November at Hana's. */
export const evening = '2026-11-20T18:30:00+09:00';

export const notices: z.infer<typeof PublicNotices> = {
  notices: [
    {
      id: '5a1e7c1e-0000-4000-8000-000000000001',
      issuer: 'ひより町 水道課',
      headline: 'あす 午前9時から 水が とまります。',
      sentences: ['11時に もどります。', '水を ためておいて ください。'],
      picture: 'water',
      publishedAt: '2026-11-20T09:00:00+09:00',
    },
    {
      id: '5a1e7c1e-0000-4000-8000-000000000002',
      issuer: 'ひより町 健康課',
      headline: 'インフルエンザの 注射が はじまります。',
      sentences: ['12月1日から ひより医院で うてます。', '65さいから むりょうです。'],
      picture: 'clinic',
      publishedAt: '2026-11-19T10:30:00+09:00',
    },
    {
      id: '5a1e7c1e-0000-4000-8000-000000000003',
      issuer: 'ひより町 総務課',
      headline: '町の バスの じかんが かわります。',
      sentences: ['12月から 朝の バスが 10分 早くなります。'],
      picture: 'bus',
      publishedAt: '2026-11-18T09:00:00+09:00',
    },
    {
      id: '5a1e7c1e-0000-4000-8000-000000000004',
      issuer: 'ひより町 公民館',
      headline: '日よう日に もちつきを します。',
      sentences: ['10時から 公民館の 庭です。', 'どなたでも どうぞ。'],
      picture: 'festival',
      publishedAt: '2026-11-17T09:00:00+09:00',
    },
    {
      id: '5a1e7c1e-0000-4000-8000-000000000005',
      issuer: 'ひより町 環境課',
      headline: '火よう日の ごみは 水よう日に なります。',
      sentences: ['朝 8時までに 出してください。'],
      picture: 'garbage',
      publishedAt: '2026-11-16T09:00:00+09:00',
    },
  ],
};

export const shelters: z.infer<typeof Shelters> = {
  shelters: [
    {
      id: 'shogakko',
      name: 'ひより小学校',
      reading: 'ひより しょうがっこう',
      district: 'honmachi',
      districtName: '本町',
      own: true,
      capacity: 350,
      note: '体育館に はいれます。',
    },
    {
      id: 'kitadani',
      name: '北谷集会所',
      reading: 'きただに しゅうかいじょ',
      district: 'kitadani',
      districtName: '北谷',
      own: false,
      capacity: 60,
      note: 'たたみの へやが あります。',
    },
    {
      id: 'hama',
      name: 'はま公民館',
      reading: 'はま こうみんかん',
      district: 'hama',
      districtName: 'はま',
      own: false,
      capacity: 120,
      note: '2階に あがってください。',
    },
    {
      id: 'kawahara',
      name: '川原体育館',
      reading: 'かわはら たいいくかん',
      district: 'kawahara',
      districtName: '川原',
      own: false,
      capacity: 400,
      note: 'くるまを とめられます。',
    },
  ],
};

export const residents = [
  { subject: 'hana-subject-000001', callName: 'はな', answer: null },
  { subject: 'isamu-subject-00001', callName: 'いさむ', answer: null },
  { subject: 'yui-subject-0000001', callName: 'ゆい', answer: null },
  { subject: 'fumi-subject-000001', callName: 'ふみ', answer: null },
  { subject: 'takeshi-subject-001', callName: 'たけし', answer: null },
];

/** An order of a level, for so many residents of the house. */
export function shownOrder(
  level: 3 | 4 | 5,
  options: {
    drill?: boolean;
    people?: number;
    id?: string;
    sentences?: string[];
    displayed?: boolean;
    cancelled?: boolean;
  } = {},
): ShownOrder {
  const {
    drill = false,
    people = 1,
    id = `00000000-0000-4000-8000-00000000000${level}`,
    displayed = false,
  } = options;
  const agency = { 3: 'レベル3土砂災害警報', 4: 'レベル4土砂災害危険警報', 5: 'レベル5土砂災害特別警報' }[
    level
  ];
  const standard =
    level === 5
      ? ['いまいる たてものの あんぜんな ところへ。', 'そとへ でないで ください。']
      : drill
        ? ['ひより{小学校|しょうがっこう}へ いきましょう。']
        : ['ひより{小学校|しょうがっこう}へ いってください。', 'がけの ちかくを とおらないで ください。'];
  return {
    order: {
      version: 1,
      id,
      municipality: '990019',
      municipalityName: 'ひより町',
      status: drill ? 'drill' : 'live',
      action: 'issue',
      references: [],
      hazard: 'landslide',
      level,
      agencyMessage: agency,
      districts: ['yamate'],
      sentences: options.sentences ?? standard,
      issuedAt: '2026-11-20T18:42:00+09:00',
      expiresAt: '2099-11-21T18:42:00+09:00',
    },
    residents: residents.slice(0, people),
    displayed,
    cancelledAt: options.cancelled ? '2026-11-20T19:10:00+09:00' : null,
  };
}

export const quietBox: BoxState = {
  agentVersion: '0.1.0',
  apiLevel,
  registered: true,
  townName: 'ひより町',
  reader: { state: 'ready', card: false },
  platform: 'online',
  session: null,
  login: null,
  orders: [],
  clock: evening,
};
