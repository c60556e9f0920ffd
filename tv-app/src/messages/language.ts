/** Languages of the television: 日本語, やさしい日本語, English. */
export const languages = ['ja', 'plain', 'en'] as const;
export type Language = (typeof languages)[number];

let current: Language = 'ja';

/** The language in which words are read now. */
export const language = (): Language => current;

/** From now on every catalogue answers in this language; what is drawn already is drawn anew by its owner. */
export function speak(chosen: Language): void {
  current = chosen;
}

/** Of something that there is in each language, the one in force. */
export const inLanguage = <T>(each: Readonly<Record<Language, T>>): T => each[current];

/**
 * The same words in three languages, read as if they were one object: `home.title` is the title in the language in force.
 * Read it while drawing, never once at load.
 */
export function catalogue<T extends object>(words: {
  ja: T;
  plain: NoInfer<T>;
  en: NoInfer<T>;
}): Readonly<T> {
  const view = {} as T;
  for (const key of Object.keys(words.ja) as (keyof T)[])
    Object.defineProperty(view, key, { enumerable: true, get: () => words[current][key] });
  return view;
}
