import {
  pressed as answered,
  askedFor,
  askedKeys,
  beginLesson,
  type Lesson,
  type Outcome,
  skip,
  taught,
  undo,
} from '../../app/keys/learning.ts';
import { essentialKeys, type KeyName, type RawKey } from '../../app/keys/names.ts';
import type { Children } from '../../components/base/place.ts';
import { inSentences } from '../../messages/common.ts';
import { remoteWords as words } from '../../messages/remote.ts';
import type { Theme } from '../../theme/theme.ts';
import { KeyPage } from './KeyPage.ts';

/** So long the page waits for the key that starts it, or that ends it. */
const patience = 20_000;
/** A key that is not pressed for so long is left out: the remote control may not have it. */
const skipAfter = 12_000;
/** The button that has just been learned may tremble for so long. */
const calm = 400;

/**
 * Asks for each key in turn and keeps what it got. It needs no key that is known: any key starts it, waiting leaves a key
 * out, and when nobody presses anything twice in a row it ends.
 */
export class KeyLearningPage extends KeyPage {
  private lesson: Lesson | undefined;
  private finished = false;
  private note = '';
  private silent = 0;
  private lastPress = Number.NEGATIVE_INFINITY;

  override get title(): string {
    return words.learn;
  }
  override get help(): readonly string[] {
    return words.learnHelp;
  }
  override get spoken(): string {
    return inSentences([this.note, this.#headline, this.lesson ? '' : words.startMore]);
  }

  override opened(): void {
    super.opened();
    this.wait(patience, () => this.#leave());
    this.tv.announcer.say(this.spoken);
  }

  override content(theme: Theme): Children {
    const at = this.lesson?.answers.length ?? 0;
    const overline = this.lesson && !this.finished ? words.progress(at + 1, askedKeys.length) : '';
    return this.sheet(theme, { overline, headline: this.#headline, note: this.note }, this.#ways);
  }

  get #headline(): string {
    if (!this.lesson) return words.start;
    const asked = askedFor(this.lesson);
    return this.finished || !asked ? words.done : words.ask(words.keys[asked]);
  }

  get #ways(): readonly string[] {
    if (!this.lesson) return [words.startMore, words.waitTest];
    if (this.finished) return [words.doneMore, words.waitTest];
    const known = this.lesson.answers.length >= 2;
    return known ? [words.byWaiting, words.byKeys] : [words.byWaiting];
  }

  protected override pressed(key: RawKey, name: KeyName | undefined): void {
    const now = this.tv.clock.now().getTime();
    const trembling = now - this.lastPress < calm;
    this.lastPress = now;
    if (key.repeat || trembling) return;
    this.silent = 0;
    this.tv.sounds.play('click');
    if (this.finished) this.#leave();
    else if (!this.lesson) this.#take({ kind: 'undone', lesson: beginLesson(this.tv.remote.map) }, '');
    else if (key.code) this.#learn(answered(this.lesson, key.code));
    else if (name) this.#learn(byName(this.lesson, name));
  }

  #learn(outcome: Outcome): void {
    const asked = askedFor(outcome.kind === 'undone' ? outcome.lesson : (this.lesson ?? outcome.lesson));
    if (outcome.kind === 'undone' && this.lesson?.answers.length === 0) {
      this.#leave(words.nothing);
      return;
    }
    this.#take(outcome, noteOf(outcome, asked ? words.keys[asked] : ''));
  }

  #take({ lesson }: Outcome, note: string): void {
    this.lesson = lesson;
    this.note = note;
    this.finished = askedFor(lesson) === undefined;
    if (this.finished) this.#keep(lesson);
    this.tv.announcer.say(this.spoken);
    this.redraw();
    if (this.finished) this.wait(patience, () => this.#leave());
    else this.wait(skipAfter, () => this.#nothingCame());
  }

  /** Waiting leaves the key out; a second time nobody is there any more. */
  #nothingCame(): void {
    const { lesson } = this;
    if (!lesson) return;
    this.silent += 1;
    if (this.silent < 2) {
      this.#learn(skip(lesson));
      return;
    }
    const enough = lesson.answers.length >= essentialKeys.length;
    if (enough) this.#keep(lesson);
    this.#leave(enough ? words.done : words.nothing);
  }

  #keep(lesson: Lesson): void {
    const { remote } = this.tv;
    remote.teach({ ...remote.learned, ...taught(lesson) });
  }

  #leave(spoken = ''): void {
    this.tv.pages.back();
    if (spoken) this.tv.announcer.say(spoken);
  }
}

/** A key without a code has its name for good, so it can only leave out, go back or be refused. */
function byName(lesson: Lesson, name: KeyName): Outcome {
  if (name === 'Enter') return skip(lesson);
  return name === 'Back' ? undo(lesson) : { kind: 'double', lesson, is: name };
}

function noteOf(outcome: Outcome, asked: string): string {
  switch (outcome.kind) {
    case 'taken':
      return words.got(asked);
    case 'skipped':
      return words.skipped(asked);
    case 'undone':
      return words.undone;
    case 'needed':
      return words.needed;
    case 'double':
      return words.double(words.keys[outcome.is]);
  }
}
