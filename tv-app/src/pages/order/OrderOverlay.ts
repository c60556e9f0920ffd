import type { Answer } from '../../../../mock-platform/src/protocol/alerts.ts';
import type { ShownOrder } from '../../../../reader-agent/src/protocol/local.ts';
import type { Television } from '../../app/television.ts';
import { AgentError } from '../../clients/agent.ts';
import type { Box } from '../../clients/box.ts';
import type { Accessible } from '../../components/base/accessible.ts';
import { FocusLayer } from '../../components/page/FocusLayer.ts';
import { colours, layout } from '../../theme/tokens.ts';
import { browserStorage, keepAcknowledged, readAcknowledged } from './acknowledged.ts';
import { CardVouching } from './card-vouching.ts';
import { whenDrawn } from './drawn-watch.ts';
import { OrderAlarm } from './order-alarm.ts';
import { step } from './order-flow.ts';
import { noOrder, type OrderEvent, type OrderFlow, type OrderView } from './order-view.ts';
import { spokenOrder, spokenView } from './speech.ts';
import { contentOf, type OrderActions } from './views.ts';

/**
 * Evacuation orders above everything else. Takes every key while it is open; what lies below stays exactly as it was.
 */
export class OrderOverlay extends FocusLayer {
  tv!: Television;
  /** Told when the overlay opens, closes or shows something else. */
  changed: () => void = () => {};
  readonly #storage = browserStorage();
  #flow: OrderFlow = noOrder;
  #alarm!: OrderAlarm;
  #card!: CardVouching;
  #drawnKey = 'none';
  readonly #alarmed = new Set<string>();
  readonly #reported = new Set<string>();
  #stopTick: () => void = () => {};
  #stopWatch: () => void = () => {};
  #stopListening: (() => void)[] = [];

  get open(): boolean {
    return this.#flow.view.kind !== 'none';
  }

  get accessible(): Accessible | undefined {
    return this.open ? { role: 'alertdialog', name: this.#spoken(), children: true } : undefined;
  }

  override _init(): void {
    const { tv } = this;
    this.patch({ w: layout.width, h: layout.height, visible: false } as never);
    this.#flow = { ...noOrder, acknowledged: readAcknowledged(this.#storage) };
    this.#alarm = new OrderAlarm(tv);
    this.#card = new CardVouching(tv);
    this.#stopListening = [
      tv.box.subscribe((box, before) => this.#heard(box, before)),
      // After everybody has heard of it: words and colours are those of the new settings then. A late font redraws, too.
      tv.settings.subscribe(() => {
        void Promise.resolve().then(() => {
          this.#drawnKey = '';
          this.#show();
        });
      }),
    ];
    this.#apply({ type: 'orders', orders: tv.box.current.orders });
    this.#tick();
  }

  override _detach(): void {
    for (const stop of this.#stopListening) stop();
    this.#stopTick();
    this.#stopWatch();
    this.#alarm.silence();
  }

  #tick(): void {
    this.#stopTick = this.tv.clock.after(1000, () => {
      this.#apply({ type: 'tick' });
      this.#tick();
    });
  }

  #heard(box: Box, before: Box): void {
    if (box.orders !== before.orders) this.#apply({ type: 'orders', orders: box.orders });
    this.#card.follow(this.#flow.view, box);
    this.#vouch();
    this.#show();
  }

  #apply(event: OrderEvent): void {
    const { view: before, acknowledged } = this.#flow;
    this.#flow = step(this.#flow, event, this.tv.clock.now().getTime());
    if (this.#flow.acknowledged !== acknowledged) keepAcknowledged(this.#storage, this.#flow.acknowledged);
    const { view } = this.#flow;
    if (view.kind !== before.kind) this.#card.follow(view, this.tv.box.current);
    this.#show();
    if (soundChanges(before, view)) this.#sound(view);
    if (view.kind === 'sending' && before.kind !== 'sending') this.#send(view);
    this.#vouch();
  }

  /** Draws when anything has changed that can be seen. */
  #show(): void {
    const { view, more, appearance } = this.#flow;
    const { textSize, contrast, language } = this.tv.settings.current;
    const card = this.#card.stateFor(view);
    const around = { textSize, more, renewed: appearance?.renewed ?? false, card };
    const key = view.kind === 'none' ? 'none' : JSON.stringify([detailOf(view), around, contrast, language]);
    if (key === this.#drawnKey) return;
    const place = view.kind === 'none' ? '' : `${view.kind}/${view.shown.order.id}`;
    if (place !== this.#placeKey) this.focusKey = '';
    this.#placeKey = place;
    this.#drawnKey = key;
    this.childList.clear();
    this.visible = view.kind !== 'none';
    if (view.kind !== 'none') {
      const { width: w, height: h } = layout;
      this.childList.a({ ref: 'Ground', rect: true, w, h, color: colours.black } as never);
      this.childList.a({ ref: 'Content', ...contentOf(view, this.#actions, around) } as never);
    }
    this._refocus();
    if (view.kind === 'asking') this.#report(view.shown);
    this.changed();
  }
  #placeKey = '';

  readonly #actions: OrderActions = {
    answer: (answer: Answer) => this.#apply({ type: 'answer', answer }),
    residents: (residents: string[]) => this.#apply({ type: 'residents', residents }),
    acknowledge: () => this.#apply({ type: 'acknowledge' }),
    again: () => this.#apply({ type: 'again' }),
    putAway: () => this.#apply({ type: 'put-away' }),
  };

  #send({ shown, answer, residents }: Extract<OrderView, { kind: 'sending' }>): void {
    const { id: order } = shown.order;
    const holder = this.#card.holderOf(shown) ?? null;
    const confirmed = holder !== null && residents.includes(holder) ? holder : null;
    this.tv.agent.call('orders.answer', { order, answer, residents }).then(
      (answered) => {
        const queued = this.tv.box.current.platform === 'offline';
        this.#apply({ type: 'sent', order, queued, confirmed });
        this.tv.box.dispatch({ type: 'order-answered', order: answered });
      },
      (error: unknown) => {
        const code = error instanceof AgentError ? error.code : 'platform.failed';
        this.#apply({ type: 'failed', order, code });
      },
    );
  }

  /** The card of somebody who had answered by a key: the same answer once more, now with the card's tier. */
  #vouch(): void {
    const { view } = this.#flow;
    if (view.kind !== 'told' || view.confirmed !== null || view.shown.order.status === 'drill') return;
    const resident = this.#card.holderOf(view.shown);
    const { id: order } = view.shown.order;
    const once = `${order}/${resident}/${view.answer}`;
    if (resident === undefined || !view.residents.includes(resident) || this.#vouched === once) return;
    this.#vouched = once;
    this.tv.agent.call('orders.answer', { order, answer: view.answer, residents: [resident] }).then(
      () => this.#apply({ type: 'confirmed', order, resident }),
      () => {},
    );
  }
  #vouched = '';

  /** Tells the agent once that the order can be read on the screen. */
  #report(shown: ShownOrder): void {
    const { id } = shown.order;
    this.#stopWatch();
    if (this.#reported.has(id)) return;
    this.#stopWatch = whenDrawn(this, () => {
      this.#reported.add(id);
      const at = this.tv.clock.now().toISOString();
      this.tv.agent.call('orders.displayed', { order: id, at }).catch(() => this.#reported.delete(id));
    });
  }

  #sound(view: OrderView): void {
    if (view.kind === 'none') {
      this.#alarm.silence();
    } else if (view.kind === 'asking') {
      this.#alert(view.shown);
    } else {
      const quiet = view.kind === 'whose' || view.kind === 'sending' || view.kind === 'leaving';
      this.#alarm.once(quiet ? undefined : 'message', this.#spoken());
    }
  }

  /** The same order never begins with an alarm twice; every twenty seconds it repeats itself. */
  #alert({ order }: ShownOrder): void {
    const { appearance } = this.#flow;
    const loud = order.status === 'drill' ? 'drill' : 'alarm';
    const first = this.#alarmed.has(order.id) ? 'nothing' : (appearance?.first ?? 'alarm');
    this.#alarmed.add(order.id);
    const chimes = { alarm: loud, chime: 'message', nothing: undefined } as const;
    const repeat = appearance?.repeat === 'chime' ? 'message' : loud;
    this.#alarm.start(chimes[first], repeat, () => this.#spoken());
  }

  #spoken(): string {
    const { view, more, appearance } = this.#flow;
    if (view.kind === 'none') return '';
    return view.kind === 'asking'
      ? spokenOrder(view.shown, more, appearance?.renewed)
      : spokenView(view, this.#card.stateFor(view));
  }

  override _handleUp(): void {
    this.move('up');
  }
  override _handleDown(): void {
    this.move('down');
  }
  override _handleBack(): void {
    this.#apply({ type: 'back' });
  }
  _handleRed(): void {
    this.tv.announcer.say(this.#spoken());
  }
  /** Nothing reaches what lies below. */
  override _handleKey(): void {}
}

/** Everything a view's drawing depends on, but for time. */
function detailOf(view: Exclude<OrderView, { kind: 'none' }>): unknown {
  const { order, residents } = view.shown;
  const detail =
    view.kind === 'told'
      ? [view.queued, view.answer, view.confirmed]
      : view.kind === 'failed'
        ? view.code
        : '';
  return [view.kind, order.id, residents, detail];
}

function soundChanges(before: OrderView, view: OrderView): boolean {
  if (view.kind === 'none' || before.kind === 'none') return view.kind !== before.kind;
  if (view.kind === 'told' && before.kind === 'told' && view.confirmed !== before.confirmed) return true;
  return before.kind !== view.kind || before.shown.order.id !== view.shown.order.id;
}
