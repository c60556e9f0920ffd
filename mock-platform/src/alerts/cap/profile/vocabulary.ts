import type { Hazard, Level, Order } from '../../../protocol/alerts.ts';

/** Names of this profile begin so; a `code` of a message says that it keeps to the profile. */
export const profileCode = 'urn:chanoma:cap-jp:1';

/** `valueName`s of the profile. */
export const names = {
  hazard: `${profileCode}:hazard`,
  level: `${profileCode}:alertLevel`,
  issuedAt: `${profileCode}:issuedAt`,
  expiresAt: `${profileCode}:expiresAt`,
  agencyMessage: `${profileCode}:agencyMessage`,
  sentence: `${profileCode}:sentence`,
  plainText: `${profileCode}:plainText`,
  district: `${profileCode}:district`,
  municipality: '全国地方公共団体コード',
  jma: 'JMA:AreaInformationCity',
} as const;

/** Languages of the blocks: Japanese, やさしい日本語, English. */
export const languages = { ja: 'ja', plain: 'ja-plain', en: 'en' } as const;
export type Wording = keyof typeof languages;

export const categoryOf: Record<Hazard, string> = {
  landslide: 'Geo',
  flood: 'Met',
  'storm-surge': 'Met',
  'heavy-rain': 'Met',
  tsunami: 'Geo',
  earthquake: 'Geo',
  fire: 'Fire',
};

export const hazardWords: Record<Hazard, Record<Wording, string>> = {
  landslide: { ja: '土砂災害', plain: 'がけくずれ', en: 'landslide' },
  flood: { ja: '洪水', plain: '川の みず', en: 'flood' },
  'storm-surge': { ja: '高潮', plain: '海の みず', en: 'storm surge' },
  'heavy-rain': { ja: '大雨', plain: 'つよい 雨', en: 'heavy rain' },
  tsunami: { ja: '津波', plain: 'つなみ', en: 'tsunami' },
  earthquake: { ja: '地震', plain: 'じしん', en: 'earthquake' },
  fire: { ja: '火災', plain: 'かじ', en: 'fire' },
};

export const eventWords: Record<Level, Record<Wording, string>> = {
  3: { ja: '高齢者等避難', plain: 'おとしよりは ひなん', en: 'Evacuation of the elderly and others' },
  4: { ja: '避難指示', plain: 'みんな ひなん', en: 'Evacuation order' },
  5: { ja: '緊急安全確保', plain: 'いのちを まもる', en: 'Emergency safety measures' },
};

/** What the levels mean in CAP's own words; at level 5 nobody is sent out. */
export const meaningOf: Record<
  Level,
  { response: string; urgency: string; severity: string; certainty: string }
> = {
  3: { response: 'Evacuate', urgency: 'Expected', severity: 'Severe', certainty: 'Possible' },
  4: { response: 'Evacuate', urgency: 'Immediate', severity: 'Severe', certainty: 'Likely' },
  5: { response: 'Shelter', urgency: 'Immediate', severity: 'Extreme', certainty: 'Observed' },
};

export const capStatusOf: Record<Order['status'], 'Actual' | 'Exercise'> = {
  live: 'Actual',
  drill: 'Exercise',
};
export const messageTypeOf = { issue: 'Alert', update: 'Update', cancel: 'Cancel' } as const;

export const statusMarks: Record<Order['status'], Record<Wording, string>> = {
  live: { ja: '', plain: '', en: '' },
  drill: { ja: '【訓練】', plain: '【くんれん】', en: '[DRILL] ' },
};
export const actionMarks: Record<Order['action'], Record<Wording, string>> = {
  issue: { ja: '', plain: '', en: '' },
  update: { ja: '更新 ', plain: 'あたらしい しらせ ', en: 'Update: ' },
  cancel: { ja: '取消 ', plain: 'とりけし ', en: 'Cancelled: ' },
};
