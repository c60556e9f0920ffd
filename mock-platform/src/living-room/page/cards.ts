import { element, place } from '../../console/page/dom.ts';
import type { ReaderState, Room } from '../../protocol/living-room.ts';
import { createCard, type RoomCard, settle } from './card-face.ts';
import { makeDraggable } from './drag.ts';
import type { RoomLayout } from './layout.ts';
import { createReader, type Reader } from './reader.ts';
import { withCard } from './reader-state.ts';
import type { ReaderAction } from './room-client.ts';

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

/** The rack of cards and the reader. `move` asks the room; it answers false when that failed. */
export function createCards(room: Room, move: (action: ReaderAction) => Promise<boolean>): Cards {
  const shelf = element('div', { class: 'shelf', role: 'group', 'aria-label': 'カード' });
  const back = element('button', { type: 'button', class: 'shelf-turn back', 'aria-label': '前のカード' });
  const on = element('button', { type: 'button', class: 'shelf-turn on', 'aria-label': '次のカード' });
  const rack = element('div', { class: 'rack' }, shelf, back, on);
  let household = room.households[0]?.id ?? '';
  /** What the room last said, and what is shown: they differ while a card is on its way. */
  let confirmed: ReaderState = { readers: [] };
  let state = confirmed;
  let columns = 1;
  /** How far the next card beside and below stands in the order of the cards. */
  let across = 1;
  let down = 1;
  const held = new Map<string, Held>();
  const reader: Reader = createReader((plugIn) => {
    void move({ action: plugIn ? 'plug' : 'unplug', household });
  });

  const own = () => state.readers.find((one) => one.household === household);
  const lay = (name: string, from?: DOMRect) => {
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
    shelf.append(slot);
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
    roam();
  };

  // One stop for the Tab key; arrows move among the cards.
  const inOrder = () => [...held.values()].map(({ button }) => button).filter((button) => !button.hidden);
  let current: HTMLButtonElement | undefined;
  const roam = () => {
    const order = inOrder();
    if (!current || current.hidden) current = order[0];
    for (const button of order) button.tabIndex = button === current ? 0 : -1;
    const lying = own()?.card;
    if (lying) held.get(lying)!.button.tabIndex = 0;
  };
  const keys = (event: KeyboardEvent) => {
    const order = inOrder();
    const at = order.indexOf(event.target as HTMLButtonElement);
    const step = { ArrowRight: across, ArrowLeft: -across, ArrowDown: down, ArrowUp: -down }[event.key];
    if (at < 0 || step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    current = order[Math.min(order.length - 1, Math.max(0, at + step))];
    roam();
    current?.focus();
    current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  };
  shelf.addEventListener('keydown', keys);
  reader.holder.addEventListener('keydown', keys);

  const ends = () => {
    const rest = shelf.scrollWidth - shelf.clientWidth;
    back.hidden = shelf.scrollLeft < 2;
    on.hidden = shelf.scrollLeft > rest - 2;
  };
  const turn = (direction: number) =>
    shelf.scrollBy({
      left: direction * Math.max(1, columns - 1) * (shelf.clientWidth / columns),
      behavior: 'smooth',
    });
  back.addEventListener('click', () => turn(-1));
  on.addEventListener('click', () => turn(1));
  shelf.addEventListener('scroll', ends);

  apply(state);
  return {
    elements: [rack, reader.element, reader.caption, reader.plug],
    place(layout) {
      const { scrolls, rows } = layout.rack;
      columns = layout.rack.columns;
      across = scrolls ? rows : 1;
      down = scrolls ? 1 : columns;
      place(rack, layout.rack);
      rack.classList.toggle('scrolls', scrolls);
      rack.style.setProperty('--columns', String(layout.rack.columns));
      rack.style.setProperty('--rows', String(rows));
      rack.style.setProperty('--column', `${layout.rack.column}px`);
      rack.style.setProperty('--row', `${layout.rack.row}px`);
      reader.place(layout);
      ends();
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
