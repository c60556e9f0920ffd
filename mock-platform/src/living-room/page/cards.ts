import { element } from '../../console/page/dom.ts';
import type { ReaderState, Room } from '../../protocol/living-room.ts';
import { createCard, type RoomCard, settle } from './card-face.ts';
import { makeDraggable } from './drag.ts';
import type { RoomLayout } from './layout.ts';
import { createReader, type Reader } from './reader.ts';
import { withCard } from './reader-state.ts';
import type { ReaderAction } from './room-client.ts';
import { createRoving } from './rove.ts';
import { createShelf } from './shelf.ts';

export interface Cards {
  elements: HTMLElement[];
  place(layout: RoomLayout): void;
  /** Shows the reader of this household. */
  turnTo(household: string): void;
  /** What really lies where; the screen follows it. */
  show(state: ReaderState): void;
}

interface Held {
  card: RoomCard;
  button: HTMLButtonElement;
  slot: HTMLElement;
}

/**
 * The rack of cards and the reader. `move` asks the room; it answers false when that failed. `refuse` tells why a card
 * cannot be laid now.
 */
export function createCards(
  room: Room,
  move: (action: ReaderAction) => Promise<boolean>,
  refuse: (code: string) => void,
): Cards {
  const shelf = createShelf();
  let household = room.households[0]?.id ?? '';
  /** What the room last said, and what is shown: they differ while a card is on its way. */
  let confirmed: ReaderState = { readers: [] };
  let state = confirmed;
  const held = new Map<string, Held>();
  const reader: Reader = createReader((plugIn) => {
    void move({ action: plugIn ? 'plug' : 'unplug', household });
  });

  const own = () => state.readers.find((one) => one.household === household);
  const lay = (name: string, from?: DOMRect) => {
    if (own()?.plugged === false) {
      refuse('reader.unplugged');
      const { button } = held.get(name) ?? {};
      if (from && button) settle(button, from);
      return;
    }
    apply(withCard(state, household, name), from && { name, rect: from });
    void settleWith({ action: 'lay', household, card: name });
  };
  const take = (from?: DOMRect) => {
    const name = own()?.card;
    if (!name) return;
    apply(withCard(state, household, null), from && { name, rect: from });
    void settleWith({ action: 'take', household });
  };
  const settleWith = async (action: ReaderAction) => {
    const before = confirmed;
    if (!(await move(action)) && confirmed === before) apply(confirmed);
  };

  for (const card of room.cards) {
    const button = createCard(card);
    const slot = element(
      'div',
      { class: 'slot' },
      button,
      element('span', { class: 'lip', title: card.caption }, card.caption),
    );
    held.set(card.name, { card, button, slot });
    shelf.slots.append(slot);
    button.addEventListener('click', () => (own()?.card === card.name ? take() : lay(card.name)));
    makeDraggable(button, {
      over: (x, y) => reader.aim(reader.holds(x, y)),
      drop(x, y, from) {
        reader.aim(false);
        const lies = own()?.card === card.name;
        if (reader.holds(x, y) && !lies) lay(card.name, from);
        else if (!reader.holds(x, y) && lies && x >= 0) take(from);
        else settle(button, from);
      },
    });
  }

  const labels = () => {
    for (const { card, button } of held.values()) {
      const lies = own()?.card === card.name;
      button.setAttribute('aria-label', `${card.label}(${card.caption})のカードを${lies ? '取る' : '置く'}`);
      button.setAttribute('aria-pressed', String(lies));
    }
  };
  const apply = (next: ReaderState, flight?: { name: string; rect: DOMRect } | undefined) => {
    const before = new Map([...held].map(([name, { button }]) => [name, button.getBoundingClientRect()]));
    const focused = document.activeElement;
    state = next;
    const lying = own()?.card ?? null;
    for (const [name, { button, slot }] of held) {
      const elsewhere = next.readers.find((one) => one.card === name && one.household !== household);
      const home = name === lying ? reader.holder : slot;
      button.hidden = elsewhere !== undefined;
      slot.classList.toggle('empty', elsewhere !== undefined || name === lying);
      if (button.parentElement === home) continue;
      const from = flight?.name === name ? flight.rect : before.get(name);
      home.prepend(button);
      if (from && from.width > 0) settle(button, from);
      if (focused === button) button.focus({ preventScroll: true });
    }
    reader.show({ plugged: own()?.plugged ?? true, occupied: lying !== null });
    labels();
    roving.refresh(lying === null ? undefined : held.get(lying)?.button);
  };

  const cardsInOrder = () =>
    [...held.values()].map(({ button }) => button).filter((button) => !button.hidden);
  const roving = createRoving(cardsInOrder, shelf.steps);
  shelf.slots.addEventListener('keydown', roving.keydown);
  reader.holder.addEventListener('keydown', roving.keydown);

  apply(state);
  return {
    elements: [shelf.element, reader.element, reader.caption, reader.plug],
    place(layout) {
      shelf.place(layout);
      reader.place(layout);
    },
    turnTo(next) {
      household = next;
      apply(state);
    },
    show(next) {
      confirmed = next;
      apply(next);
    },
  };
}
