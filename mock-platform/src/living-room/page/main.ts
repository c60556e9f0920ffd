import '../../console/page/fonts.css';
import './base.css';
import './television.css';
import './broadcast.css';
import './remote.css';
import './cards.css';
import './strip.css';
import { drawing, element, place } from '../../console/page/dom.ts';
import type { RemoteKey, Room } from '../../protocol/living-room.ts';
import { createCards } from './cards.ts';
import { createHeader, createHouseholds } from './header.ts';
import { createHelp } from './help.ts';
import { remoteKeyOf } from './keys.ts';
import { roomLayout } from './layout.ts';
import { followRoom } from './live.ts';
import { refusalWords } from './refusal-words.ts';
import { createRemote } from './remote.ts';
import { roomDrawing } from './room.ts';
import { fetchReaders, fetchRoom, moveCard, RoomError } from './room-client.ts';
import { createStrip } from './strip.ts';
import { createTelevision } from './television.ts';

function open(room: Room): void {
  const backdrop = element('div', { class: 'backdrop' });
  const note = element('p', { class: 'sound-note' }, 'キーを押すと音が出ます');
  const toast = element('p', { class: 'toast', role: 'status' });
  const help = createHelp();
  const strip = createStrip();
  const television = createTelevision();

  const press = (key: RemoteKey) => {
    note.classList.add('gone');
    television.press(key);
  };
  const remote = createRemote(press);

  let hideToast: ReturnType<typeof setTimeout> | undefined;
  const say = (text: string) => {
    toast.textContent = text;
    clearTimeout(hideToast);
    hideToast = setTimeout(() => toast.replaceChildren(), 5000);
  };
  const refuse = (code: string) => say(refusalWords(code));
  const cards = createCards(
    room,
    async (action) => {
      try {
        await moveCard(action);
        return true;
      } catch (error) {
        refuse(error instanceof RoomError ? error.code : '');
        return false;
      }
    },
    refuse,
  );

  const turnTo = (id: string) => {
    const household = room.households.find((one) => one.id === id);
    if (!household) return;
    strip.follow(id);
    cards.turnTo(id);
    television.turnTo(id, household.name);
  };
  const households = createHouseholds(room, turnTo);

  const main = element(
    'main',
    { class: 'room' },
    backdrop,
    createHeader(room, () => help.showModal()),
    television.element,
    ...cards.elements,
    remote.element,
    households,
    note,
    toast,
    strip.element,
  );
  document.body.replaceChildren(main, help);

  const arrange = () => {
    const layout = roomLayout(innerWidth, innerHeight, room.cards.length);
    main.style.width = `${layout.width}px`;
    main.style.height = `${layout.height}px`;
    main.style.setProperty('--header', `${layout.header}px`);
    main.style.setProperty('--strip', `${layout.strip}px`);
    backdrop.replaceChildren(drawing(roomDrawing(layout, new Date()), 'room-drawing'));
    television.place(layout);
    remote.place(layout);
    cards.place(layout);
    place(households, layout.households);
    place(note, layout.note);
  };
  arrange();
  addEventListener('resize', arrange);

  addEventListener('keydown', (event) => {
    if (help.open || event.defaultPrevented) return;
    const control = (event.target as Element).closest('a, button');
    if (control && (event.key === 'Enter' || event.key === ' ')) return;
    const key = remoteKeyOf(event);
    if (!key) return;
    event.preventDefault();
    remote.flash(key);
    press(key);
  });

  const readReaders = () => fetchReaders().then(cards.show, () => undefined);
  followRoom({
    trace: strip.add,
    reader: cards.show,
    paired: television.paired,
    connected(up) {
      strip.connected(up);
      if (up) void readReaders();
    },
  });
  turnTo(room.households[0]?.id ?? '');
}

/** Waits for the platform, saying so, and opens the room. */
async function start(): Promise<void> {
  const waiting = element('p', { class: 'waiting', role: 'status' }, '茶の間の したくを しています。');
  document.body.replaceChildren(waiting);
  for (;;) {
    try {
      open(await fetchRoom());
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 1500));
    }
  }
}

void start();
