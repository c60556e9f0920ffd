import Lightning from '@lightningjs/core';
import type { LoginProgress, Session } from '../../../reader-agent/src/protocol/local.ts';
import { Control } from '../components/control/Control.ts';
import type { Page } from '../components/page/Page.ts';
import { serviceTitles } from '../messages/common.ts';
import { enrolment } from '../messages/login.ts';
import { HelpPage } from '../pages/help/HelpPage.ts';
import { HomePage } from '../pages/home/HomePage.ts';
import { LoginPage } from '../pages/login/LoginPage.ts';
import { hasEnded } from '../pages/login/login-view.ts';
import { OrderOverlay } from '../pages/order/OrderOverlay.ts';
import { forgetMeasures } from '../theme/measure.ts';
import { layout } from '../theme/tokens.ts';
import type { Showing } from './bridge.ts';
import { IdleWatch } from './idle.ts';
import { digitOf, KeyGate, type KeyName, tremorLimit } from './keys.ts';
import type { PageClass, Pages, Service, Television } from './television.ts';

/** Lightning's way of handing a key along the focus path (absent from its types). */
interface KeyReceiver {
  focusTopDownEvent(events: string[], key: KeyName): boolean;
  focusBottomUpEvent(events: string[], key: KeyName): boolean;
  updateFocusPath(): void;
}

type AnyPage = Page<unknown>;

/**
 * The application: a stack of pages over the broadcast, and the order overlay above everything. The SDK's Router is not used:
 * a stack of instances keeps each page with its focus and answers, 戻る is one `pop`, an empty stack is the broadcast, and
 * nobody but this class owns the keys.
 */
export class App extends Lightning.Component implements Pages {
  tv!: Television;
  /** Told what the screen shows. */
  showing: (showing: Showing) => void = () => {};
  readonly #stack: AnyPage[] = [];
  readonly #gate = new KeyGate();
  #backSince = 0;
  #idle!: IdleWatch;

  override _init(): void {
    this.patch({
      w: layout.width,
      h: layout.height,
      Pages: { w: layout.width, h: layout.height },
      Overlay: {
        type: OrderOverlay,
        tv: this.tv,
        zIndex: 10,
        changed: () => {
          // What an order covers is neither drawn nor read out.
          (this.tag('Pages' as never) as Lightning.Element).visible = !this.#overlay.open;
          if (!this.#overlay.open) this.tv.announcer.forget();
          this._refocus();
          this.#tell();
        },
      },
    } as never);
    this.tv.settings.subscribe((settings) => {
      this.#textSize = settings.textSize;
    });
    this.#textSize = this.tv.settings.current.textSize;
    this.#idle = new IdleWatch(this.tv, this);
    this.tv.box.subscribe((box, before) => {
      if (box.login !== before.login) this.#announcedEnrolment(box.login);
      if (goesOn(before.session, box.session)) return;
      this.#idle.session(box.session !== null);
      if (before.session) this.#leavePersonal();
      else this.#redraw();
    });
    this.home();
  }

  /** An enrolment is started from outside the television: its page comes by itself, once. */
  #announcedEnrolment(login: LoginProgress | null): void {
    if (login?.service !== 'identity' || login.login === this.#enrolment) return;
    if (hasEnded(login.phase)) return;
    this.#enrolment = login.login;
    this.open(LoginPage, {
      service: 'identity',
      title: enrolment.title,
      under: login.login,
      goOn: () => this.back(),
    });
  }
  #enrolment: string | undefined;

  #drawnSize: string | undefined;
  /** Letters changed: every page is drawn anew. */
  set #textSize(size: string) {
    if (this.#drawnSize === size) return;
    this.#drawnSize = size;
    this.#redraw();
  }

  /** Also the pages below: somebody's name must not come back with 戻る. */
  #redraw(): void {
    for (const page of this.#stack) page.redraw();
  }

  /** The page on the screen; none in the broadcast. */
  get page(): AnyPage | undefined {
    return this.#stack[this.#stack.length - 1];
  }

  get #overlay(): OrderOverlay {
    return this.tag('Overlay' as never) as unknown as OrderOverlay;
  }

  /** Handles a key of the remote control, wherever it comes from. */
  press(key: KeyName, repeat = false): void {
    const application = this.application as unknown as KeyReceiver;
    const focused = this.focusedControl;
    const { commit, typing } = focused instanceof Control ? focused : { commit: false, typing: false };
    this.#idle.key();
    if (key === 'Back') this.#holdBack(repeat);
    if (digitOf(key) !== undefined) this.#forgetDigitSoon();
    if (!this.#gate.accepts(key, { repeat, now: this.tv.clock.now().getTime(), commit, typing })) return;
    if (!application.focusTopDownEvent([`_capture${key}`, '_captureKey'], key)) {
      application.focusBottomUpEvent([`_handle${key}`, '_handleKey'], key);
    }
    application.updateFocusPath();
  }

  #stopForgetting: () => void = () => {};
  #forgetDigitSoon(): void {
    this.#stopForgetting();
    this.#stopForgetting = this.tv.clock.after(tremorLimit, () => this.#gate.forgetDigit());
  }

  /** 戻る held for three seconds leads to the broadcast from anywhere but an order. */
  #holdBack(repeat: boolean): void {
    const now = this.tv.clock.now().getTime();
    if (!repeat) this.#backSince = now;
    else if (now - this.#backSince >= 3000 && this.page && !this.#overlay.open) this.broadcast();
  }

  get focusedControl(): Lightning.Component | undefined {
    const path = this.application.focusPath as Lightning.Component[] | undefined;
    return path?.[path.length - 1];
  }

  open<P>(page: PageClass<P>, ...params: P extends undefined ? [] : [P]): void {
    this.#push(page as PageClass<unknown>, params[0]);
  }

  openPersonal<P>(service: Service, page: PageClass<P>, ...params: P extends undefined ? [] : [P]): void {
    if (this.tv.box.current.session?.services.includes(service)) {
      this.open(page, ...params);
      return;
    }
    const title = serviceTitles[service];
    const goOn = () => this.replace(page, ...params);
    this.open(LoginPage, { service, title, goOn });
  }

  replace<P>(page: PageClass<P>, ...params: P extends undefined ? [] : [P]): void {
    this.#drop(1);
    this.#push(page as PageClass<unknown>, params[0]);
  }

  back(): void {
    if (this.#stack.length === 0) return;
    if (this.page?.back()) return;
    this.#drop(1);
    this.#arrive();
  }

  home(): void {
    if (this.#stack.length === 0) {
      this.#push(HomePage as PageClass<unknown>, undefined);
      return;
    }
    this.#drop(this.#stack.length - 1);
    this.#arrive();
  }

  broadcast(): void {
    this.#drop(this.#stack.length);
    this.#arrive();
  }

  #push(type: PageClass<unknown>, params: unknown): void {
    const below = this.page;
    if (below) below.visible = false;
    const page = this.stage.c({ type, tv: this.tv, params } as never) as unknown as AnyPage;
    this.#stack.push(page);
    (this.tag('Pages' as never) as Lightning.Element).childList.a(page as never);
    this.#arrive();
  }

  #drop(count: number): void {
    const pages = this.tag('Pages' as never) as Lightning.Element;
    for (const page of this.#stack.splice(this.#stack.length - count, count))
      pages.childList.remove(page as never);
  }

  /** Another page is on the screen now. */
  #arrive(): void {
    const { page } = this;
    if (page) page.visible = true;
    this._refocus();
    this.#tell();
    this.tv.announcer.stop();
    if (page && this.tv.settings.current.readAloud && !this.#overlay.open)
      this.tv.announcer.sayAtRest(page.spoken);
  }

  /** Tells once more what the screen shows: somebody began to listen. */
  tellAgain(): void {
    this.#tell();
  }

  #tell(): void {
    this.showing(this.#overlay?.open ? 'order' : this.page ? 'application' : 'broadcast');
  }

  /** The card is gone: nothing of that person stays in the page (D15). */
  #leavePersonal(): void {
    this.tv.announcer.forget();
    forgetMeasures();
    const first = this.#stack.findIndex((page) => page.personal);
    if (first >= 0) this.#drop(this.#stack.length - first);
    if (this.#stack.length === 0 && first >= 0) this.home();
    else this.#redraw();
    this.#arrive();
  }

  override _getFocused(): Lightning.Component {
    const overlay = this.#overlay;
    if (overlay?.open) return overlay;
    return (this.page as unknown as Lightning.Component) ?? this;
  }

  override _focusChange(newFocused: Lightning.Component): void {
    if (!this.tv.settings.current.readAloud || this.#overlay.open) return;
    if (newFocused instanceof Control && !newFocused.secret)
      this.tv.announcer.sayAtRest(newFocused.accessible.name);
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
  _handleRed(): void {
    const { page, tv } = this;
    if (!page) return;
    if (tv.announcer.speaking) {
      tv.announcer.stop();
      return;
    }
    const focused = this.focusedControl;
    const more = focused instanceof Control && !focused.secret ? `。${focused.accessible.name}` : '';
    tv.announcer.say(`${page.spoken}${more}`);
  }
  _handleYellow(): void {
    const { page } = this;
    if (!page || page instanceof HelpPage) return;
    this.open(HelpPage, { title: page.publicTitle, sentences: page.help });
  }
}

/** The same visit as before, and everything that was open is still open to it. */
function goesOn(before: Session | null, now: Session | null): boolean {
  if (before?.callName !== now?.callName || before?.since !== now?.since) return false;
  return (before?.services ?? []).every((service) => now?.services.includes(service));
}
