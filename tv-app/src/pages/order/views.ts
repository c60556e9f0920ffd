import { type Children, place } from '../../components/base/place.ts';
import { asking, type OrderActions, type Surroundings, whose } from './asking.ts';
import { DrillFrame } from './DrillFrame.ts';
import { bandOf, type Frame, frameFor } from './frame.ts';
import type { OrderView } from './order-view.ts';
import { askingLater, type CardState, cancelled, failed, leaving, sending, told } from './outcome.ts';

export type { OrderActions } from './asking.ts';

type Drawn = Exclude<OrderView, { kind: 'none' }>;

/** Drawing of every view except `none`. */
export function contentOf(
  view: Drawn,
  actions: OrderActions,
  around: Surroundings & { card: CardState },
): Children {
  const frame = frameFor(view.shown.order.status === 'drill');
  return {
    ...(frame.drill ? { Frame: place(DrillFrame, {}) } : {}),
    ...(view.kind === 'cancelled' ? {} : { Band: bandOf(view.shown, frame) }),
    ...partsOf(view, frame, actions, around),
  };
}

function partsOf(
  view: Drawn,
  frame: Frame,
  actions: OrderActions,
  around: Surroundings & { card: CardState },
): Children {
  switch (view.kind) {
    case 'asking':
      return asking(view.shown, frame, actions, around);
    case 'leaving':
      return leaving(frame, actions);
    case 'whose':
      return whose(view.shown, frame, actions);
    case 'sending':
      return sending(frame);
    case 'told':
      return told(view, frame, actions, around.card);
    case 'failed':
      return failed(view.code, frame, actions);
    case 'asking-later':
      return askingLater(view.shown, frame, actions);
    case 'cancelled':
      return cancelled(view.shown, frame, actions);
  }
}
