import Lightning from '@lightningjs/core';
import type { Answer } from '../../../../mock-platform/src/protocol/alerts.ts';
import type { ShownOrder } from '../../../../reader-agent/src/protocol/local.ts';
import type { Television } from '../../app/television.ts';
import { AgentError } from '../../clients/agent.ts';
import type { Accessible } from '../../components/base/accessible.ts';
import { Control } from '../../components/control/Control.ts';
import { controlsIn, type Direction, nearest } from '../../components/page/focus.ts';
import { order as words } from '../../messages/order.ts';
import { colours, layout } from '../../theme/tokens.ts';
import { browserStorage, keepAcknowledged, readAcknowledged } from './acknowledged.ts';
import { noOrder, type OrderEvent, type OrderFlow, type OrderView, step } from './order-flow.ts';
import { spokenOrder } from './speech.ts';
import { contentOf, type OrderActions } from './views.ts';

/** Alarm and words come again after so long, until somebody answers. */
const repeatAfter = 20_000;
/** So long the alarm sounds before the voice begins. */
const alarmFor = { live: 2_600, drill: 2_000 } as const;

/**
 * Evacuation orders above everything else. Takes every key while it is open; what lies below stays exactly as it was.
 */
export class OrderOverlay extends Lightning.Component {
  tv!: Television;
  /** Told when the overlay opens or closes. */
  changed: () => void = () => {};
  readonly #storage = browserStorage();
  #flow: OrderFlow = noOrder;
  #focusKey = '';
  #drawnKey = '';
  #alarmed = new Set<string>();
  #reported = new Set<string>();
  #stopAlarm: () => void = () => {};
  #stopTick: () => void = () => {};

  get open(): boolean {
    return this.#flow.view.kind !== 'none';
  }

  get accessible(): Accessible | undefined {
    return this.open ? { role: 'alertdialog', name: this.#spoken(), children: true } : undefined;
  }

  override _init(): void {
    this.patch({ w: layout.width, h: layout.height, visible: false } as never);
    this.#flow = { ...noOrder, acknowledged: readAcknowledged(this.#storage) };
    this.tv.box.subscribe((box, before) => {
      if (box.orders !== before.orders) this.#apply({ type: 'orders', orders: box.orders });
    });
    this.#apply({ type: 'orders', orders: this.tv.box.current.orders });
    this.#tick();
  }

  #tick(): void {
    this.#stopTick();
    this.#stopTick = this.tv.clock.after(1000, () => {
      this.#apply({ type: 'tick' });
      this.#tick();
    });
  }

  override _detach(): void {
    this.#stopTick();
    this.#silence();
  }

  #apply(event: OrderEvent): void {
    const { view: before, acknowledged } = this.#flow;
    this.#flow = step(this.#flow, event, this.tv.clock.now().getTime());
    if (this.#flow.acknowledged !== acknowledged) keepAcknowledged(this.#storage, this.#flow.acknowledged);
    const { view } = this.#flow;
    const key = keyOf(view);
    if (key === this.#drawnKey) return;
    this.#drawnKey = key;
    this.#draw(view);
    if (this.#soundChanges(before, view)) this.#sound(view);
    if (view.kind === 'sending') this.#send(view);
    if (view.kind === 'asking') this.#report(view.shown);
    this.changed();
  }

  #draw(view: OrderView): void {
    this.childList.clear();
    this.visible = view.kind !== 'none';
    if (view.kind !== 'none') {
      this.childList.a({
        ref: 'Ground',
        rect: true,
        w: layout.width,
        h: layout.height,
        color: colours.black,
      } as never);
      this.childList.a({ ref: 'Content', ...contentOf(view, this.#actions()) } as never);
    }
    this.#focusKey = '';
    this._refocus();
  }

  #actions(): OrderActions {
    return {
      answer: (answer: Answer) => this.#apply({ type: 'answer', answer }),
      residents: (residents: string[]) => this.#apply({ type: 'residents', residents }),
      acknowledge: () => this.#apply({ type: 'acknowledge' }),
      again: () => this.#apply({ type: 'again' }),
    };
  }

  #send(view: OrderView & { kind: 'sending' }): void {
    const { order } = view.shown;
    this.tv.agent
      .call('orders.answer', { order: order.id, answer: view.answer, residents: view.residents })
      .then(
        (shown) => {
          this.#apply({ type: 'sent', order: order.id, queued: this.tv.box.current.platform === 'offline' });
          this.tv.box.dispatch({ type: 'order-answered', order: shown });
        },
        (error: unknown) => {
          this.#apply({
            type: 'failed',
            order: order.id,
            code: error instanceof AgentError ? error.code : 'platform.failed',
          });
        },
      );
  }

  /** Tells the agent once that the order has been on the screen: after the frame that drew it. */
  #report(shown: ShownOrder): void {
    const { id } = shown.order;
    if (this.#reported.has(id)) return;
    this.#reported.add(id);
    this.stage.once('frameEnd', () => {
      const at = this.tv.clock.now().toISOString();
      this.tv.agent.call('orders.displayed', { order: id, at }).catch(() => this.#reported.delete(id));
    });
  }

  #soundChanges(before: OrderView, view: OrderView): boolean {
    const same =
      before.kind !== 'none' && view.kind !== 'none' && before.shown.order.id === view.shown.order.id;
    return !(same && before.kind === view.kind);
  }

  #sound(view: OrderView): void {
    this.#silence();
    if (view.kind === 'none') return;
    if (view.kind !== 'asking') {
      if (view.kind !== 'whose' && view.kind !== 'sending') this.tv.sounds.play('message');
      this.tv.announcer.say(this.#spoken());
      return;
    }
    const { id } = view.shown.order;
    const first = !this.#alarmed.has(id) && !view.shown.displayed;
    this.#alarmed.add(id);
    if (first) this.#alarm();
    else this.#later();
  }

  #alarm(): void {
    const { view } = this.#flow;
    if (view.kind !== 'asking') return;
    const { status } = view.shown.order;
    this.tv.sounds.play(status === 'drill' ? 'drill' : 'alarm');
    this.#stopAlarm = this.tv.clock.after(alarmFor[status], () => {
      this.tv.announcer.say(this.#spoken());
      this.#later();
    });
  }

  #later(): void {
    this.#stopAlarm = this.tv.clock.after(repeatAfter, () => this.#alarm());
  }

  #silence(): void {
    this.#stopAlarm();
    this.tv.sounds.silence();
    this.tv.announcer.stop();
  }

  #spoken(): string {
    const { view } = this.#flow;
    if (view.kind === 'none') return '';
    if (view.kind === 'asking') return spokenOrder(view.shown);
    const drill = view.shown.order.status === 'drill' ? words.spokenDrill : '';
    return drill + spokenView(view);
  }

  override _getFocused(): Lightning.Component {
    const controls = this.#controls();
    return controls.find((control) => control.focusKey === this.#focusKey) ?? controls[0] ?? this;
  }

  #controls(): Control[] {
    return controlsIn(this);
  }

  #move(direction: Direction): void {
    const from = this._getFocused();
    if (!(from instanceof Control)) return;
    const target = nearest(this.#controls(), from, direction);
    if (!target) return;
    this.#focusKey = target.focusKey;
    this._refocus();
  }

  override _handleLeft(): void {
    this.#move('left');
  }
  override _handleRight(): void {
    this.#move('right');
  }
  override _handleUp(): void {
    this.#move('up');
  }
  override _handleDown(): void {
    this.#move('down');
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

/** Everything a view's drawing depends on. */
function keyOf(view: OrderView): string {
  if (view.kind === 'none') return 'none';
  const { order, residents } = view.shown;
  const detail = view.kind === 'told' ? view.queued : view.kind === 'failed' ? view.code : '';
  return JSON.stringify([view.kind, order.id, residents, detail]);
}

function spokenView(view: OrderView): string {
  switch (view.kind) {
    case 'whose':
      return words.whose;
    case 'sending':
      return words.sending;
    case 'told':
      return view.queued ? words.queued : words.told;
    case 'failed':
      return words.notTold;
    case 'cancelled':
      return `${words.cancelledReading}。${words.cancelledMore}`;
    default:
      return '';
  }
}
