import * as z from 'zod/mini';
import {
  Booking,
  BookingDays,
  BookingTaken,
  Facilities,
  type Facility,
  type Slot,
  Slots,
} from '../../../../mock-platform/src/protocol/booking.ts';
import { ServiceError } from '../../clients/services.ts';
import type { Children } from '../../components/base/place.ts';
import type { Loadable } from '../../components/page/loadable.ts';
import { Page } from '../../components/page/Page.ts';
import { booking as words } from '../../messages/booking.ts';
import type { Theme } from '../../theme/theme.ts';
import { pageOf } from './days.ts';
import * as flow from './flow.ts';
import { MyBookingsPage } from './MyBookingsPage.ts';
import { PayPage } from './PayPage.ts';
import { RoomPanel } from './RoomPanel.ts';
import { newRequestId } from './request-id.ts';
import { questionOf, type ReserveView } from './reserve-layout.ts';
import * as views from './reserve-views.ts';
import { WaitPage } from './WaitPage.ts';

/**
 * Booking a room in five steps, one question on each: room, day, time, confirmation, done. What was answered stays when
 * the viewer goes back. The state is a value of `flow.ts`; this page loads what each step asks about and sends the booking.
 */
export class ReservePage extends Page {
  private progress: flow.Flow = flow.firstStep;
  private rooms!: Loadable<z.infer<typeof Facilities>>;
  private days: Loadable<z.infer<typeof BookingDays>> | undefined;
  private slots: Loadable<z.infer<typeof Slots>> | undefined;
  private dayPage: number | undefined;

  override get title(): string {
    return words.title;
  }
  override get help(): readonly string[] {
    return words.help[this.progress.step];
  }
  override get personal(): boolean {
    return true;
  }
  override get steps(): { count: number; current: number } {
    // Behind the last step there is none that would be the present one.
    const done = this.progress.step === 'done';
    return { count: 5, current: flow.stepNumber(this.progress) + (done ? 1 : 0) };
  }
  override get spoken(): string {
    return questionOf(this.progress);
  }

  override opened(): void {
    this.rooms = this.load(() => this.tv.services.get('/booking/facilities', Facilities));
  }

  override back(): boolean {
    const before = flow.stepBack(this.progress);
    if (before === undefined) return false;
    // Somebody may have been faster meanwhile, and after a taken time the day may be another one.
    if (before.step === 'time') this.askSlots(before);
    else if (before !== this.progress) this.go(before);
    return true;
  }

  override content(theme: Theme): Children {
    const state = this.progress;
    const view: ReserveView = {
      theme,
      now: this.tv.clock.now(),
      showRoom: (facility) => this.panel?.show(facility),
      chooseRoom: (facility) => this.chooseRoom(facility),
      chooseDay: (day) => {
        this.askSlots(flow.chooseDay(state, day));
      },
      turnDays: (page, focus) => {
        this.dayPage = page;
        this.focusOn(focus);
        this.redraw();
      },
      chooseSlot: (slot) => this.go(flow.chooseSlot(state, slot, newRequestId())),
      wait: (slot) => {
        if (state.facility) this.tv.pages.open(WaitPage, { facility: state.facility, slot });
      },
      pay: (booking) => this.tv.pages.replace(PayPage, { booking }),
      commit: () => void this.commit(),
      fix: () => this.back(),
      otherDay: () => this.askDays({ ...state, step: 'day' }),
      toHome: () => this.tv.pages.home(),
      toMine: () => this.tv.pages.replace(MyBookingsPage),
    };
    switch (state.step) {
      case 'room':
        return this.when(this.rooms, ({ facilities }) => views.roomStep(view, facilities, state));
      case 'day':
        return this.days
          ? this.when(this.days, ({ days }) =>
              views.dayStep(view, days, this.dayPage ?? pageOf(days, state.day), state),
            )
          : {};
      case 'time':
        return this.slots ? this.when(this.slots, ({ slots }) => views.timeStep(view, slots, state)) : {};
      case 'confirm':
        return views.confirmStep(view, state);
      case 'done':
        return views.doneStep(view, state);
    }
  }

  private get panel(): RoomPanel | undefined {
    const panel: unknown = this.tag('Content.Panel' as never);
    return panel instanceof RoomPanel ? panel : undefined;
  }

  /** Shows a state; the focus stands on the answer that was given there before. */
  private go(state: flow.Flow): void {
    this.progress = state;
    const kept = {
      room: state.facility?.id,
      day: state.day,
      time: state.slot?.period,
      confirm: '',
      done: '',
    };
    this.focusOn(kept[state.step] ?? '');
    this.redraw();
  }

  private chooseRoom(facility: Facility): void {
    this.askDays(flow.chooseRoom(this.progress, facility));
  }

  private askDays(state: flow.Flow): void {
    const id = state.facility?.id ?? '';
    this.dayPage = undefined;
    this.days?.stop();
    this.progress = state;
    this.days = this.load(() =>
      this.tv.services.get(`/booking/facilities/${encodeURIComponent(id)}/days`, BookingDays),
    );
    this.go(state);
  }

  private askSlots(state: flow.Flow): void {
    if (state.step !== 'time') return;
    const { facility, day } = state;
    this.slots?.stop();
    this.progress = state;
    this.slots = this.load(() =>
      this.tv.services.get(
        `/booking/facilities/${encodeURIComponent(facility?.id ?? '')}/days/${day ?? ''}/slots`,
        Slots,
      ),
    );
    this.go(state);
  }

  private async commit(): Promise<void> {
    const sending = flow.send(this.progress);
    const request = flow.requestOf(sending);
    if (sending === this.progress || request === undefined) return;
    this.go(sending);
    try {
      const made = await this.tv.services.post('/booking/bookings', request, Booking);
      this.answered(flow.booked(this.progress, made));
    } catch (error) {
      this.answered(afterFault(this.progress, error));
    }
  }

  /** An answer that comes after the page was left is nobody's any more. */
  private answered(state: flow.Flow): void {
    if (this.attached) this.go(state);
  }

  override _detach(): void {
    super._detach();
    this.progress = flow.firstStep;
  }
}

function afterFault(state: flow.Flow, error: unknown): flow.Flow {
  if (!(error instanceof ServiceError)) return flow.refused(state, 'platform.failed');
  if (error.code !== 'booking.taken') return flow.refused(state, error.code);
  const answer = z.safeParse(BookingTaken, error.body);
  const alternatives: readonly Slot[] = answer.success ? answer.data.alternatives : [];
  return flow.taken(state, alternatives);
}
