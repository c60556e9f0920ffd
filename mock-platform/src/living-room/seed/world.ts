/** The demo's two towns and their people. Towns, operators and persons are invented. */
export interface Resident {
  /** Short name, within the demo: also the file name of the card. */
  key: string;
  hasCard: boolean;
  callName: string;
  fullName: string;
  /** Fixed so that the ages of the story hold around November 2026, `YYYY-MM-DD`. */
  birthDate: string;
  sex: 'male' | 'female';
  supportNeeded: boolean;
  supporters?: readonly { name: string; role: string }[];
  /** `next`: holds a card of the next generation. */
  generation?: 'next';
}

export interface Household {
  /** The platform's own household id and the name of its television in the living room. */
  id: string;
  name: string;
  operator: string;
  municipality: string;
  district: string;
  address: string;
  /** Reader of its box; undefined where no box runs in the demo. */
  reader?: string;
  residents: readonly Resident[];
}

export const operators = [
  { id: 'hiyori-cable', name: 'ひよりケーブル' },
  { id: 'miharashi-tv', name: 'みはらしテレビ' },
] as const;

export const hiyori = '990019';
export const miharashi = '990027';

/** `east` and `north` in kilometres from the town hall. */
export const towns = [
  {
    municipality: hiyori,
    name: 'ひより町',
    districts: [
      { code: 'yamate', name: '山手', households: 214, east: -2.8, north: 2.2 },
      { code: 'kitadani', name: '北谷', households: 98, east: 0.1, north: 2.7 },
      { code: 'kawahara', name: '川原', households: 186, east: 3.0, north: 2.0 },
      { code: 'tanaka', name: '田中', households: 141, east: -2.6, north: 0.1 },
      { code: 'honmachi', name: '本町', households: 402, east: 0, north: 0 },
      { code: 'shinmachi', name: '新町', households: 233, east: 2.7, north: 0.1 },
      { code: 'minami', name: '南', households: 168, east: -1.7, north: -2.2 },
      { code: 'hama', name: 'はま', households: 120, east: 0.7, north: -2.3 },
    ],
    shelters: [
      {
        id: 'hiyori-school',
        name: 'ひより小学校',
        reading: 'ひよりしょうがっこう',
        marked: 'ひより{小学校|しょうがっこう}',
        district: 'honmachi',
        capacity: 240,
        note: '体育館は 2かいです。',
      },
      {
        id: 'kitadani-hall',
        name: '北谷集会所',
        reading: 'きただにしゅうかいじょ',
        marked: '{北谷集会所|きただにしゅうかいじょ}',
        district: 'kitadani',
        capacity: 60,
        note: 'くるまいすで 入れます。',
      },
      {
        id: 'hama-hall',
        name: 'はま公民館',
        reading: 'はまこうみんかん',
        marked: 'はま{公民館|こうみんかん}',
        district: 'hama',
        capacity: 80,
        note: 'つなみの ときは つかえません。',
      },
      {
        id: 'kawahara-gym',
        name: '川原体育館',
        reading: 'かわはらたいいくかん',
        marked: '{川原体育館|かわはらたいいくかん}',
        district: 'kawahara',
        capacity: 320,
        note: '大雨の ときは つかえません。',
      },
    ],
  },
  {
    municipality: miharashi,
    name: 'みはらし町',
    districts: [
      { code: 'oka', name: '丘', households: 256, east: -1.2, north: 1.1 },
      { code: 'umibe', name: '海辺', households: 131, east: 1.8, north: -1.6 },
      { code: 'eki', name: '駅前', households: 318, east: 0, north: 0 },
    ],
    shelters: [
      {
        id: 'miharashi-school',
        name: 'みはらし中学校',
        reading: 'みはらしちゅうがっこう',
        marked: 'みはらし{中学校|ちゅうがっこう}',
        district: 'oka',
        capacity: 410,
        note: '正門から 入ってください。',
      },
    ],
  },
] as const;

export const hana: Resident = {
  key: 'hana',
  hasCard: true,
  callName: 'はな',
  fullName: '若葉 はな',
  birthDate: '1944-05-03',
  sex: 'female',
  supportNeeded: true,
  supporters: [
    { name: '若葉 たけし', role: '家族' },
    { name: '山本 ふじ子', role: '民生委員' },
  ],
};
export const isamu: Resident = {
  key: 'isamu',
  hasCard: true,
  callName: 'いさむ',
  fullName: '若葉 いさむ',
  birthDate: '1941-02-18',
  sex: 'male',
  supportNeeded: true,
  supporters: [{ name: '山本 ふじ子', role: '民生委員' }],
};
export const yui: Resident = {
  key: 'yui',
  hasCard: true,
  callName: 'ゆい',
  fullName: '若葉 ゆい',
  birthDate: '2017-07-14',
  sex: 'female',
  supportNeeded: false,
};
export const fumi: Resident = {
  key: 'fumi',
  hasCard: true,
  callName: 'ふみ',
  fullName: '若葉 ふみ',
  birthDate: '1947-08-30',
  sex: 'female',
  supportNeeded: true,
};
export const takeshi: Resident = {
  key: 'takeshi',
  hasCard: true,
  callName: 'たけし',
  fullName: '若葉 たけし',
  birthDate: '1969-03-10',
  sex: 'male',
  supportNeeded: false,
};
export const kenji: Resident = {
  key: 'kenji',
  hasCard: true,
  callName: 'けんじ',
  fullName: '佐藤 けんじ',
  birthDate: '1965-09-12',
  sex: 'male',
  supportNeeded: false,
};
export const yoshiko: Resident = {
  key: 'yoshiko',
  hasCard: true,
  callName: 'よしこ',
  fullName: '佐藤 よしこ',
  birthDate: '1942-01-20',
  sex: 'female',
  supportNeeded: true,
  supporters: [{ name: '佐藤 けんじ', role: '家族' }],
};
export const minoru: Resident = {
  key: 'minoru',
  hasCard: true,
  callName: 'みのる',
  fullName: '佐藤 みのる',
  birthDate: '1991-06-08',
  sex: 'male',
  supportNeeded: false,
  generation: 'next',
};
export const sachiko: Resident = {
  key: 'sachiko',
  hasCard: true,
  callName: 'さちこ',
  fullName: '高橋 さちこ',
  birthDate: '1950-06-25',
  sex: 'female',
  supportNeeded: false,
};
const shigeo: Resident = {
  key: 'shigeo',
  hasCard: false,
  callName: 'しげお',
  fullName: '高橋 しげお',
  birthDate: '1948-04-02',
  sex: 'male',
  supportNeeded: false,
};
const ume: Resident = {
  key: 'ume',
  hasCard: false,
  callName: 'うめ',
  fullName: '川村 うめ',
  birthDate: '1938-02-11',
  sex: 'female',
  supportNeeded: true,
  supporters: [{ name: '浜田 しげる', role: '民生委員' }],
};
const shoji: Resident = {
  key: 'shoji',
  hasCard: false,
  callName: 'しょうじ',
  fullName: '川村 しょうじ',
  birthDate: '1936-10-05',
  sex: 'male',
  supportNeeded: true,
  supporters: [{ name: '浜田 しげる', role: '民生委員' }],
};
/** Has a good card and is in no register of the platform; his town has him on its roll. */
export const makoto: Resident = {
  key: 'makoto',
  hasCard: true,
  callName: 'まこと',
  fullName: '田中 まこと',
  birthDate: '1956-10-03',
  sex: 'male',
  supportNeeded: false,
};

/** Where まこと lives. */
export const makotosHome = { municipality: hiyori, district: 'shinmachi', address: 'ひより町新町8番地' };

export const households: readonly Household[] = [
  {
    id: 'hana',
    name: 'はなさんの家',
    operator: 'hiyori-cable',
    municipality: hiyori,
    district: 'yamate',
    address: 'ひより町山手12番地',
    reader: 'hana-reader',
    residents: [hana, isamu, yui, fumi, takeshi],
  },
  {
    id: 'kenji',
    name: 'けんじさんの家',
    operator: 'hiyori-cable',
    municipality: hiyori,
    district: 'kawahara',
    address: 'ひより町川原3番地',
    reader: 'kenji-reader',
    residents: [kenji, yoshiko, minoru],
  },
  {
    id: 'sachiko',
    name: 'さちこさんの家',
    operator: 'miharashi-tv',
    municipality: miharashi,
    district: 'oka',
    address: 'みはらし町丘7番地',
    residents: [sachiko, shigeo],
  },
  {
    id: 'ume',
    name: 'うめさんの家',
    operator: 'hiyori-cable',
    municipality: hiyori,
    district: 'hama',
    address: 'ひより町はま20番地',
    residents: [ume, shoji],
  },
];

/** Who may write orders at a town's desk in the demo. */
export const officials = [
  { id: 'sato', name: '佐藤 まち子', role: 'writer', municipality: hiyori },
  { id: 'takahashi', name: '高橋 一郎', role: 'approver', municipality: hiyori },
  { id: 'aoki', name: '青木 ゆう', role: 'viewer', municipality: hiyori },
  { id: 'mori', name: '森 ひかる', role: 'writer', municipality: miharashi },
  { id: 'hayashi', name: '林 あゆみ', role: 'approver', municipality: miharashi },
] as const;
