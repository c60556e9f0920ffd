import type { WatchOverChoice } from '../../../../mock-platform/src/protocol/watch-over.ts';
import type { Television } from '../../app/television.ts';
import type { Accessible } from '../../components/base/accessible.ts';
import { FocusLayer } from '../../components/page/FocusLayer.ts';
import { layout } from '../../theme/tokens.ts';
import { replySentences, sheetOf, spokenQuestion } from './sheet-view.ts';
import { noQuestion, type SheetEvent, type SheetFlow, step } from './watch-over-flow.ts';

/**
 * Questions of watching over and small messages, as a sheet over the lower part of the broadcast or of home (S6). Calm: one
 * chime, one time the words; 戻る means later. An order covers it, and it waits until the screen is free.
 */
export class WatchOverSheet extends FocusLayer {
  tv!: Television;
  /** Told when the sheet opens or closes. */
  changed: () => void = () => {};
  #flow: SheetFlow = noQuestion;
  #drawnKey = 'none';
  #stopTick: () => void = () => {};
  #stopListening: (() => void)[] = [];

  get open(): boolean {
    return this.#flow.view.kind !== 'none';
  }

  get accessible(): Accessible | undefined {
    return this.open ? { role: 'dialog', name: this.#spoken(), children: true } : undefined;
  }

  override _init(): void {
    this.patch({ w: layout.width, h: layout.height, visible: false } as never);
    const { tv } = this;
    this.#stopListening = [
      tv.box.subscribe((box, before) => {
        if (box.watchOver !== before.watchOver) this.#apply({ type: 'questions', questions: box.watchOver });
      }),
      tv.settings.subscribe(() => {
        void Promise.resolve().then(() => {
          this.#drawnKey = '';
          this.#show();
        });
      }),
    ];
    this.#apply({ type: 'questions', questions: tv.box.current.watchOver });
    this.#tick();
  }

  override _detach(): void {
    for (const stop of this.#stopListening) stop();
    this.#stopTick();
  }

  /** Whether the screen has room for a question now. */
  set free(free: boolean) {
    if (free !== this.#flow.free) this.#apply({ type: 'free', free });
  }

  #tick(): void {
    this.#stopTick = this.tv.clock.after(1000, () => {
      this.#apply({ type: 'tick' });
      this.#tick();
    });
  }

  #apply(event: SheetEvent): void {
    const before = this.#flow.view;
    this.#flow = step(this.#flow, event, this.tv.clock.now().getTime());
    const { view } = this.#flow;
    this.#show();
    if (view.kind === before.kind) return;
    if (view.kind === 'asking') this.tv.sounds.play('message');
    if (view.kind === 'asking' || view.kind === 'told' || view.kind === 'failed')
      this.tv.announcer.say(this.#spoken());
    if (view.kind === 'none' && before.kind === 'asking' && this.#flow.free) this.tv.announcer.forget();
    if (view.kind === 'sending') this.#send(view.shown.question.id, view.choice);
  }

  #send(question: string, choice: WatchOverChoice): void {
    this.tv.agent.call('watch-over.answer', { question, choice }).then(
      () => this.#apply({ type: 'sent', question, queued: this.tv.box.current.platform === 'offline' }),
      () => this.#apply({ type: 'failed', question }),
    );
  }

  #show(): void {
    const { view } = this.#flow;
    const { textSize, contrast, language } = this.tv.settings.current;
    const of = view.kind === 'none' ? '' : view.shown.question.id;
    const key = view.kind === 'none' ? 'none' : JSON.stringify([view, textSize, contrast, language]);
    if (key === this.#drawnKey) return;
    const wasOpen = this.visible;
    this.#drawnKey = key;
    if (`${view.kind}${of}` !== this.#place) this.focusKey = '';
    this.#place = `${view.kind}${of}`;
    this.childList.clear();
    this.visible = view.kind !== 'none';
    if (view.kind !== 'none') {
      const content = sheetOf(view, this.tv.theme, this.tv.clock.now(), {
        choose: (choice) => this.#apply({ type: 'choose', choice }),
      });
      this.childList.a({ ref: 'Content', ...content } as never);
    }
    this._refocus();
    if (wasOpen !== this.visible) this.changed();
  }
  #place = '';

  #spoken(): string {
    const { view } = this.#flow;
    if (view.kind === 'none') return '';
    return view.kind === 'asking'
      ? spokenQuestion(view.shown, this.tv.clock.now())
      : replySentences(view).join(' ');
  }

  override _handleUp(): void {}
  override _handleDown(): void {}
  /** On a reply: away with it. */
  override _handleEnter(): void {
    this.#apply({ type: 'later' });
  }
  override _handleBack(): void {
    this.#apply({ type: 'later' });
  }
  _handleRed(): void {
    this.tv.announcer.say(this.#spoken());
  }
}
