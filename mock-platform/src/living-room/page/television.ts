import { element, place } from '../../console/page/dom.ts';
import type { FromTelevision, Paired, RemoteKey } from '../../protocol/living-room.ts';
import { type Broadcast, createBroadcast } from './broadcast.ts';
import type { RoomLayout } from './layout.ts';
import { pairTelevision } from './room-client.ts';

const patience = 12_000;
const retryAfter = [1500, 3000, 5000, 8000];

type Showing = FromTelevision['showing'];
const isShowing = (value: unknown): value is FromTelevision =>
  typeof value === 'object' &&
  value !== null &&
  'type' in value &&
  value.type === 'chanoma:showing' &&
  'showing' in value &&
  ['broadcast', 'application', 'order'].includes(String(value.showing));

export interface Television {
  element: HTMLElement;
  place(layout: RoomLayout): void;
  /** Connects the television of a household; the broadcast goes on meanwhile. */
  turnTo(household: string, name: string): void;
  press(key: RemoteKey): void;
  /** A window shows a household's television now: a box has one, so this window may have lost it. */
  paired(paired: Paired): void;
}

/** The television: broadcast below, above it the application of the household's box in a transparent frame. */
export function createTelevision(): Television {
  const broadcast: Broadcast = createBroadcast();
  const notice = element('div', { class: 'tv-notice', role: 'status', hidden: '' });
  const frameHolder = element('div', { class: 'tv-frame' });
  const screen = element(
    'div',
    {
      class: 'tv-screen',
      tabindex: '0',
      role: 'application',
      'aria-label': 'テレビの画面。矢印キーと決定、戻るで操作します。',
    },
    broadcast.element,
    frameHolder,
    notice,
  );
  const root = element('div', { class: 'tv' }, screen, element('i', { class: 'tv-lamp' }));

  let visit = 0;
  let shown = { household: '', name: '' };
  /** Number of this window's pairing; while it is being made, none. */
  let pairing: number | undefined;
  let newest = 0;
  let replaced = false;
  let frame: HTMLIFrameElement | undefined;
  let origin = '';
  let showing: Showing | undefined;

  const setShowing = (next: Showing | undefined) => {
    showing = next;
    root.dataset.showing = next ?? 'connecting';
    frame?.classList.toggle('on', next !== undefined);
    if (next) notice.hidden = true;
  };
  const say = (text: string) => {
    notice.textContent = text;
    notice.hidden = false;
  };

  const keepKeyboard = () => {
    if (frame === undefined || document.activeElement !== frame) return;
    frame.blur();
    focus();
  };

  const connect = async (household: string, name: string, mine: number, attempt: number) => {
    const again = () => {
      if (mine !== visit) return;
      setShowing(undefined);
      say(`${name}のテレビに つながりません。もういちど ためしています。`);
      const wait = retryAfter[Math.min(attempt, retryAfter.length - 1)] ?? 8000;
      setTimeout(() => mine === visit && connect(household, name, mine, attempt + 1), wait);
    };
    try {
      pairing = undefined;
      const { code, agentPort, number } = await pairTelevision(household);
      if (mine !== visit) return;
      pairing = number;
      if (giveUpIfReplaced()) return;
      origin = `${location.protocol}//${location.hostname}:${agentPort}`;
      frame = element('iframe', {
        class: 'tv-page',
        title: `${name}のテレビ`,
        allow: 'autoplay',
        tabindex: '-1',
        src: `${origin}/pair?code=${encodeURIComponent(code)}`,
      });
      frameHolder.replaceChildren(frame);
      setTimeout(() => showing === undefined && again(), patience);
    } catch {
      again();
    }
  };

  const clear = () => {
    visit += 1;
    frame = undefined;
    origin = '';
    pairing = undefined;
    replaced = false;
    frameHolder.replaceChildren();
    notice.hidden = true;
    setShowing(undefined);
  };
  const turnTo = (household: string, name: string) => {
    clear();
    newest = 0;
    shown = { household, name };
    void connect(household, name, visit, 0);
  };
  // Taking the television back by itself would only take it from the other window, and so on for ever.
  const giveUpIfReplaced = (): boolean => {
    if (pairing === undefined || newest <= pairing) return false;
    clear();
    replaced = true;
    say('ほかの 窓に うつっています。決定で こちらに もどします。');
    return true;
  };

  addEventListener('message', (event: MessageEvent<unknown>) => {
    if (event.origin !== origin || event.source !== frame?.contentWindow || !isShowing(event.data)) return;
    setShowing(event.data.showing);
    keepKeyboard();
  });
  // The frame must never keep the keyboard: keys would pass by the remote, and channels could not be switched.
  addEventListener('blur', () => setTimeout(keepKeyboard));

  return {
    element: root,
    place(layout) {
      place(root, layout.television);
      place(screen, layout.screen);
      root.style.setProperty('--screen', `${layout.screen.width}px`);
    },
    turnTo,
    paired({ household, number }) {
      if (household !== shown.household) return;
      newest = Math.max(newest, number);
      giveUpIfReplaced();
    },
    press(key) {
      if (replaced && key === 'Enter') {
        turnTo(shown.household, shown.name);
        return;
      }
      frame?.contentWindow?.postMessage({ type: 'chanoma:key', key }, origin);
      if (showing === 'broadcast' || showing === undefined) broadcast.press(key);
    },
  };
}
