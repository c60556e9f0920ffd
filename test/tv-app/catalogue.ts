import { readdirSync } from 'node:fs';
import { type Language, languages, speak } from '../../tv-app/src/messages/language.ts';

const folder = new URL('../../tv-app/src/messages/', import.meta.url);
/** Modules of the television's words; `language.ts` is how they are read. */
export const modules = readdirSync(folder).filter((name) => name.endsWith('.ts') && name !== 'language.ts');

export interface Said {
  /** `home.ts.home.title` */
  path: string;
  text: string;
}

/** The longest that may stand for a parameter, by its name; a name that is not here stands for a place. */
const longest: Readonly<Record<string, (language: Language) => unknown>> = {
  asked: () => ({ name: 'Health Portal', scopes: ['name', 'address'], sentence: 'おなまえを おしえます。' }),
  callName: () => 'けんたろう',
  code: () => 'pin.wrong',
  count: () => 120,
  current: () => 4,
  day: (language) => ({ ja: '11月28日', plain: '11月28日', en: '28 September' })[language],
  display: (language) => (language === 'en' ? 'Uric acid' : 'にょうさん'),
  fee: (language) => ({ ja: '12,000円', plain: '12,000円', en: '12,000 yen' })[language],
  high: () => '130.5',
  inside: () => 24,
  judged: () => 25,
  kilograms: () => '12.5',
  label: (language) => ({ ja: 'たいじゅう', plain: '健診（けんしん）', en: 'Blood pressure' })[language],
  left: () => 5,
  level: () => 4,
  low: () => '105.5',
  moment: (language) =>
    ({ ja: '11月28日 午前10時30分', plain: '11月28日 ごぜん 10時30分', en: '28 September, 10:30 am' })[
      language
    ],
  name: (language) => (language === 'en' ? 'Emergency Safety Measures' : 'みはらし町'),
  names: (language) => (language === 'en' ? 'Kentaro-san' : 'けんたろうさん'),
  notice: () => 'certificate.renew-soon',
  now: () => new Date('2026-11-20T18:30:00+09:00'),
  part: (language) => ({ ja: 'ゆうがた', plain: '夕方', en: 'evening' })[language],
  parts: () => [],
  range: (language) => (language === 'en' ? '105.5 to 130.5' : '105.5から 130.5'),
  sentence: (language) => (language === 'en' ? 'Go to Yamate hall.' : 'やまてへ いってください。'),
  time: (language) => ({ ja: '午前10時30分', plain: 'ごぜん 10時30分', en: '10:30 am' })[language],
  title: (language) => ({ ja: 'けつあつ', plain: '体の 重さ', en: 'Blood pressure' })[language],
  town: (language) => (language === 'en' ? 'Miharashi-cho' : 'みはらし町'),
  typed: () => 16,
  verdict: () => 'high',
  year: (language) => ({ ja: '令和8年', plain: '2026年', en: '2026' })[language],
};

/** Every string of the catalogue in a language, functions called with the longest that they are given. */
export async function everythingSaid(language: Language): Promise<Said[]> {
  const all: Said[] = [];
  for (const name of modules) {
    const words: unknown = await import(new URL(name, folder).href);
    speak(language);
    try {
      all.push(...strings(words, name, language));
    } finally {
      speak('ja');
    }
  }
  return all;
}

/** The same in all languages. */
export async function saidInAll(): Promise<Record<Language, Said[]>> {
  const entries: [Language, Said[]][] = [];
  for (const language of languages) entries.push([language, await everythingSaid(language)]);
  return Object.fromEntries(entries) as Record<Language, Said[]>;
}

/** One sentence each, with the reading of marked words left out. */
export const sentencesOf = (text: string): string[] =>
  text
    .replace(/\{([^{}|]+)\|[^{}|]+\}/g, '$1')
    .split(/(?<=[。！？])|(?<=[.!?]["”]?)\s|\n/)
    .map((sentence) => sentence.trim())
    .filter(Boolean);

function strings(value: unknown, path: string, language: Language): Said[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (typeof value === 'function') {
    return strings(call(value as (...given: unknown[]) => unknown, language), `${path}()`, language);
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => strings(inner, `${path}.${key}`, language));
}

/** Some take several names as a list. */
function call(words: (...given: unknown[]) => unknown, language: Language): unknown {
  const given = argumentsFor(words, language);
  try {
    return words(...given);
  } catch {
    return words(...given.map((one) => (typeof one === 'string' ? [one] : one)));
  }
}

function argumentsFor(words: (...given: unknown[]) => unknown, language: Language): unknown[] {
  const head = /^(?:function\s*\w*\s*)?\(([^)]*)\)|^(\w+)\s*=>/.exec(words.toString());
  const names = (head?.[1] ?? head?.[2] ?? '').split(',').map((name) => name.trim());
  return names.filter(Boolean).map((name) => (longest[name] ?? longest.town)!(language));
}
