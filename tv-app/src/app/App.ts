import Lightning from '@lightningjs/core';
import { Strip } from '../components/strip/Strip.ts';
import { ToastPlace } from '../components/toast/ToastPlace.ts';
import { serviceTitles } from '../messages/common.ts';
import { speak } from '../messages/language.ts';
import { enrolment } from '../messages/login.ts';
import { provider } from '../messages/provider.ts';
import { doors } from '../pages/doors.ts';
import { HomePage } from '../pages/home/HomePage.ts';
import { LoginPage } from '../pages/login/LoginPage.ts';
import { OrderOverlay } from '../pages/order/OrderOverlay.ts';
import { GoodbyePage } from '../pages/visit/GoodbyePage.ts';
import { HiddenPage } from '../pages/visit/HiddenPage.ts';
import { WatchOverSheet } from '../pages/watch-over/WatchOverSheet.ts';
import { forgetMeasures } from '../theme/measure.ts';
import { layout, useContrast } from '../theme/tokens.ts';
import type { Showing } from './bridge.ts';
import { ConditionWatch } from './condition/ConditionWatch.ts';
import { OverlayHelp } from './condition/OverlayHelp.ts';
import { forgetDrawn } from './forget-drawn.ts';
import { KeyIntake, type KeyTarget } from './keys/KeyIntake.ts';
import type { KeyName, RawKey } from './keys/names.ts';
import { type AnyPage, PageStack } from './page-stack.ts';
import { ReadAloud } from './ReadAloud.ts';
import type { Settings } from './settings.ts';
import type { Opens, Pages, Service, Television } from './television.ts';
import { type VisitScreen, VisitWatch } from './VisitWatch.ts';

/**
 * The application: a stack of pages over the broadcast, and the order overlay above everything. The SDK's Router is not used:
 * a stack of instances keeps each page with its focus and answers, 戻る is one `pop`, an empty stack is the broadcast. Here the
 * parts come together: keys (`KeyIntake`), visits (`VisitWatch`), what is read aloud (`ReadAloud`).
 */
export class App extends Lightning.Component implements Pages, KeyTarget, VisitScreen {
  tv!: Television;
  /** Told what the screen shows. */
  showing: (showing: Showing) => void = () => {};
  #stack!: PageStack;
  #keys!: KeyIntake;
  #visit!: VisitWatch;
  #voice!: ReadAloud;
  #toast!: ToastPlace;
  #condition: ConditionWatch | undefined;
  #help!: OverlayHelp;

  override _init(): void {
    this.patch({
      w: layout.width,
      h: layout.height,
      Pages: { w: layout.width, h: layout.height },
      Condition: { type: Strip, zIndex: 8 },
      OrderHelp: { type: Strip, zIndex: 20 },
      WatchOver: {
        type: WatchOverSheet,
        tv: this.tv,
        zIndex: 6,
        changed: () => {
          this.#condition?.say();
          this._refocus();
        },
      },
      Overlay: {
        type: OrderOverlay,
        tv: this.tv,
        zIndex: 10,
        changed: () => {
          // What an order covers is neither drawn nor read out.
          this.#host.visible = !this.#overlay.open;
          if (!this.#overlay.open) this.tv.announcer.forget();
          this.#help?.close();
          this.#condition?.say();
          this.#makeRoom();
          this._refocus();
          this.#tell();
        },
      },
    } as never);
    this.#stack = new PageStack(this.#host, this.tv, () => this.#arrive());
    this.#toast = new ToastPlace(this.tv, this.#host);
    this.#keys = new KeyIntake(this.tv, this);
    this.#voice = new ReadAloud(this.tv);
    this.tv.settings.subscribe((settings) => this.#dress(settings));
    this.#dress(this.tv.settings.current);
    this.#help = new OverlayHelp(
      this.tv,
      () => this.tag('OrderHelp' as never) as unknown as Strip | undefined,
    );
    this.#condition = new ConditionWatch(
      this.tv,
      () => this.tag('Condition' as never) as unknown as Strip | undefined,
      () =>
        this.#overlay.open
          ? undefined
          : this.page && {
              home: this.page instanceof HomePage,
              tellsConnection: this.page instanceof LoginPage,
            },
    );
    this.#visit = new VisitWatch(this.tv, this);
    this.home();
  }

  enrolment(login: string): void {
    this.open(LoginPage, {
      service: 'identity',
      title: enrolment.title,
      under: login,
      goOn: () => this.back(),
    });
  }

  /** Said over whatever is shown. Whose it is nobody knows yet. */
  request(name: string | undefined): void {
    if (name === undefined) this.#toast.forget();
    else if (!this.#overlay.open && !this.page?.takesRequests) {
      const words = provider.arrived(name);
      this.tv.sounds.play('message');
      this.#toast.say(words);
      this.tv.announcer.say(words);
    }
  }

  /** Every page is drawn anew in these letters, colours and words; also when only a font has come. */
  #dress({ contrast, language }: Settings): void {
    useContrast(contrast);
    speak(language);
    this.redraw();
    this.#condition?.say();
  }

  /** Also the pages below: somebody's name must not come back with 戻る. */
  redraw(): void {
    this.#stack.redraw();
  }

  /** The page on the screen; none in the broadcast. */
  get page(): AnyPage | undefined {
    return this.#stack?.top;
  }

  get #overlay(): OrderOverlay {
    return this.tag('Overlay' as never) as unknown as OrderOverlay;
  }

  get orderOpen(): boolean {
    return this.#overlay.open;
  }

  get #host(): Lightning.Element {
    return this.tag('Pages' as never) as unknown as Lightning.Element;
  }

  /** A key as it was pressed; answers whether it is one of ours. Every key of the browser comes in here. */
  take(key: RawKey): boolean {
    return this.#keys.take(key);
  }
  /** A key of the remote control, wherever it comes from. */
  press(key: KeyName, repeat = false): void {
    this.#keys.press(key, repeat);
  }

  pressed(key: KeyName | undefined): void {
    this.#visit.key();
    if (key !== 'Yellow') this.#help?.close();
  }
  strange(): void {
    this.open(doors.keyLearning);
  }
  held(): void {
    if (this.page && !this.#overlay.open) this.broadcast();
  }

  get focusedControl(): Lightning.Component | undefined {
    const path = this.application.focusPath as Lightning.Component[] | undefined;
    return path?.[path.length - 1];
  }

  open<P>(page: Opens<P>, ...params: P extends undefined ? [] : [P]): void {
    this.#push(page as Opens<unknown>, params[0]);
  }

  openPersonal<P>(service: Service, page: Opens<P>, ...params: P extends undefined ? [] : [P]): void {
    if (this.tv.box.current.session?.services.includes(service)) {
      this.open(page, ...params);
      return;
    }
    const title = serviceTitles[service];
    const goOn = () => this.replace(page, ...params);
    this.open(LoginPage, { service, title, goOn });
  }

  replace<P>(page: Opens<P>, ...params: P extends undefined ? [] : [P]): void {
    this.#stack.drop(1);
    this.#push(page as Opens<unknown>, params[0]);
  }

  back(): void {
    if (this.#stack.length === 0) return;
    if (this.page?.back()) return;
    this.#stack.drop(1);
    this.#arrive();
  }

  home(): void {
    if (this.#stack.length === 0) {
      this.#push(HomePage as Opens<unknown>, undefined);
      return;
    }
    this.#stack.drop(this.#stack.length - 1);
    this.#arrive();
  }

  broadcast(): void {
    this.#stack.drop(this.#stack.length);
    this.#arrive();
  }

  hide(): void {
    if (!this.tv.box.current.session || !this.page || this.page instanceof HiddenPage) return;
    this.tv.announcer.forget();
    this.open(HiddenPage);
  }

  #push(opens: Opens<unknown>, params: unknown): void {
    this.#stack.push(opens, params);
    this.#arrive();
  }

  /** Another page is on the screen now. */
  #arrive(): void {
    const { page } = this;
    if (page) page.visible = true;
    this._refocus();
    this.#tell();
    this.#condition?.say();
    // An order goes on speaking whatever happens below it.
    if (this.#overlay.open) return;
    this.#voice.page(page);
    this.#makeRoom();
  }

  /** Tells once more what the screen shows: somebody began to listen. */
  tellAgain(): void {
    this.#tell();
  }

  #tell(): void {
    this.showing(this.#overlay?.open ? 'order' : this.page ? 'application' : 'broadcast');
  }

  /** The card is gone: nothing of that person stays in the page (D15). */
  leave(cardLeft: boolean): void {
    if (!this.#overlay.open) this.tv.announcer.forget();
    forgetMeasures();
    this.#toast.forget();
    const first = this.#stack.firstPersonal;
    if (first >= 0) this.#stack.drop(this.#stack.length - first);
    if (this.#stack.length === 0 && first >= 0) this.home();
    else this.redraw();
    this.#arrive();
    this.#forgetTextures();
    if (cardLeft && this.page) this.open(GoodbyePage);
  }

  /** A text that is on its way to the screen is kept until it is there. */
  #forgetTextures(): void {
    forgetDrawn(this.stage);
    this.tv.clock.after(500, () => forgetDrawn(this.stage));
  }

  get #sheet(): WatchOverSheet | undefined {
    return this.tag('WatchOver' as never) as unknown as WatchOverSheet | undefined;
  }

  /** A question of watching over comes over the broadcast or home, never into the middle of something, never over an order. */
  #makeRoom(): void {
    const { page } = this;
    const sheet = this.#sheet;
    if (sheet) sheet.free = !this.#overlay?.open && (page === undefined || page instanceof HomePage);
  }

  override _getFocused(): Lightning.Component {
    const overlay = this.#overlay;
    if (overlay?.open) return overlay;
    const sheet = this.#sheet;
    if (sheet?.open) return sheet;
    return (this.page as unknown as Lightning.Component) ?? this;
  }

  override _focusChange(newFocused: Lightning.Component): void {
    if (!this.#overlay.open) this.#voice.focus(newFocused, this.page);
  }

  /** A short word about what has just happened, from any component: `this.fireAncestors('$toast', words)`. */
  $toast(words: string): void {
    this.#toast.say(words);
  }

  /** A control was pressed. */
  $pressed(): void {
    this.tv.sounds.play('click');
  }

  override _handleEnter(): void {
    if (!this.page) this.home();
  }
  _handleGreen(): void {
    this.home();
  }
  override _handleBack(): void {
    this.back();
  }
  _handleTv(): void {
    this.broadcast();
  }
  _handleBlue(): void {
    if (!this.page) return;
    const { settings } = this.tv;
    settings.set({ textSize: settings.current.textSize === 'large' ? 'normal' : 'large' });
  }
  /** Taken only where no page and no control wants a digit. */
  _handleDigit0(): void {
    this.hide();
  }
  _handleRed(): void {
    if (this.page) this.#voice.turn(this.page, this.focusedControl);
  }
  /** Over an order or a question 黄 explains the keys for a moment; nothing that asks or answers is covered. */
  _captureYellow(): boolean {
    const over = this.#overlay.open ? 'order' : this.#sheet?.open ? 'question' : undefined;
    if (over) this.#help.explain(over);
    return over !== undefined;
  }
  _handleYellow(): void {
    const { page } = this;
    if (!page || page.help.length === 0) return;
    this.open(doors.help, { title: page.publicTitle, sentences: page.help });
  }
}
