import { type Children, place } from '../../components/base/place.ts';
import { Dialog } from '../../components/dialog/Dialog.ts';
import { Page } from '../../components/page/Page.ts';
import { type Language, language, languages } from '../../messages/language.ts';
import { languageNames, languageQuestions, settingsWords as words } from '../../messages/settings.ts';
import type { Theme } from '../../theme/theme.ts';
import { layout } from '../../theme/tokens.ts';
import { LanguageRow } from './LanguageRow.ts';
import { rowHeight, rowTop } from './setting-row.ts';

/**
 * Each language in its own words. The choice is in force at once, and the page asks in it whether to stay; 戻る, and a button
 * written in the language before, take it back.
 */
export class LanguagePage extends Page {
  /** The language to go back to, while it is asked. */
  private before: Language | undefined;

  override get title(): string {
    return words.language.label;
  }
  override get help(): readonly string[] {
    return words.helpLanguage;
  }
  override get spoken(): string {
    return this.before ? languageQuestions[language()].question : this.title;
  }

  override opened(): void {
    // Left without an answer, by 緑 or with the visit: nobody has agreed.
    this.onLeave(() => {
      if (this.before) this.tv.settings.set({ language: this.before });
    });
  }

  override content(theme: Theme): Children {
    if (this.before) return this.#question(this.before, theme);
    const chosen = this.tv.settings.current.language;
    const rows = languages.map((name, row) => [
      `Row${row}`,
      place(LanguageRow, {
        x: layout.left,
        y: rowTop(row),
        w: layout.right - layout.left,
        h: rowHeight,
        focusKey: name,
        first: name === chosen,
        label: languageNames[name],
        chosen: name === chosen,
        fontSize: theme.size('label'),
        press: () => this.#choose(name),
      }),
    ]);
    return Object.fromEntries(rows) as Children;
  }

  override back(): boolean {
    if (!this.before) return false;
    this.#takeBack();
    return true;
  }

  #question(before: Language, theme: Theme): Children {
    const { question, detail, keep } = languageQuestions[language()];
    return {
      Question: place(Dialog, {
        question,
        detail,
        theme,
        choices: [
          { label: keep, press: () => this.#keep() },
          { label: languageQuestions[before].goBack, press: () => this.#takeBack() },
        ],
      }),
    };
  }

  #choose(name: Language): void {
    const { settings, announcer } = this.tv;
    const { language: present } = settings.current;
    if (name === present) return;
    this.before = present;
    this.focusOn('choice-0');
    settings.set({ language: name });
    announcer.say(languageQuestions[name].question);
  }

  #keep(): void {
    this.before = undefined;
    this.focusOn(this.tv.settings.current.language);
    this.redraw();
  }

  #takeBack(): void {
    const { before } = this;
    if (!before) return;
    this.before = undefined;
    this.focusOn(before);
    this.tv.settings.set({ language: before });
    this.tv.announcer.say(words.languageUndone);
  }
}
