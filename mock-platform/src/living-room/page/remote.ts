import { drawing, element, keepFocusOnClick, place } from '../../console/page/dom.ts';
import mark from '../../console/page/drawings/mark.svg';
import type { RemoteKey } from '../../protocol/living-room.ts';
import type { RoomLayout } from './layout.ts';

/** Places on the remote in its own measure: 168 wide, 672 high. */
const full = { width: 168, height: 672 };

interface KeyPlace {
  key: RemoteKey;
  label: string;
  shape: string;
  at: [x: number, y: number, width: number, height: number];
  face?: string;
  arrow?: 'up' | 'down' | 'left' | 'right';
}

const digits = [1, 2, 3, 4, 5, 6, 7, 8, 9, 0];
const digitPlace = (digit: number, index: number): KeyPlace => ({
  key: `Digit${digit}` as RemoteKey,
  label: `${digit}`,
  face: `${digit}`,
  shape: 'square',
  at: [(digit === 0 ? 1 : index % 3) * 46 + 17, Math.floor(index / 3) * 42 + 392, 42, 36],
});

const keys: KeyPlace[] = [
  { key: 'Tv', label: 'テレビ', face: 'テレビ', shape: 'pill', at: [24, 26, 120, 44] },
  { key: 'Up', label: '上', shape: 'arrow', arrow: 'up', at: [54, 93, 60, 38] },
  { key: 'Left', label: '左', shape: 'arrow', arrow: 'left', at: [18, 128, 38, 60] },
  { key: 'Enter', label: '決定', face: '決定', shape: 'round', at: [55, 129, 58, 58] },
  { key: 'Right', label: '右', shape: 'arrow', arrow: 'right', at: [112, 128, 38, 60] },
  { key: 'Down', label: '下', shape: 'arrow', arrow: 'down', at: [54, 185, 60, 38] },
  { key: 'Back', label: '戻る', face: '戻る', shape: 'pill', at: [24, 246, 120, 44] },
  { key: 'Blue', label: '青', face: '青', shape: 'colour blue', at: [14, 318, 32, 50] },
  { key: 'Red', label: '赤', face: '赤', shape: 'colour red', at: [50, 318, 32, 50] },
  { key: 'Green', label: '緑', face: '緑', shape: 'colour green', at: [86, 318, 32, 50] },
  { key: 'Yellow', label: '黄', face: '黄', shape: 'colour yellow', at: [122, 318, 32, 50] },
  ...digits.map(digitPlace),
  { key: 'ChannelDown', label: 'チャンネルを下げる', shape: 'channel', arrow: 'down', at: [16, 574, 42, 42] },
  { key: 'ChannelUp', label: 'チャンネルを上げる', shape: 'channel', arrow: 'up', at: [110, 574, 42, 42] },
];

const arrows = { up: 'M6 15l6-7 6 7', down: 'M6 9l6 7 6-7', left: 'M15 6l-7 6 7 6', right: 'M9 6l7 6-7 6' };
const arrowDrawing = (arrow: keyof typeof arrows) =>
  drawing(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="${arrows[arrow]}" fill="none" stroke="currentColor" stroke-width="3.4" stroke-linecap="round" stroke-linejoin="round"/></svg>`,
    'arrow-sign',
  );

export interface Remote {
  element: HTMLElement;
  place(layout: RoomLayout): void;
  /** Shows a key going down and up again, for presses that came from the keyboard. */
  flash(key: RemoteKey): void;
}

/** The drawn remote control. `press` is called once for every key press, whatever it was made with. */
export function createRemote(press: (key: RemoteKey) => void): Remote {
  const buttons = new Map<RemoteKey, HTMLButtonElement>();
  const root = element('section', { class: 'remote', 'aria-label': 'リモコン' });
  root.append(element('i', { class: 'dial' }), element('i', { class: 'channel-bar' }, 'チャンネル'));
  for (const { key, label, shape, at, face, arrow } of keys) {
    const button = element('button', {
      type: 'button',
      class: `key ${shape}`,
      'aria-label': label,
      'data-key': key,
    });
    if (face) button.append(element('span', {}, face));
    if (arrow) button.append(arrowDrawing(arrow));
    const [x, y, width, height] = at;
    button.style.setProperty('--x', String(x));
    button.style.setProperty('--y', String(y));
    button.style.setProperty('--w', String(width));
    button.style.setProperty('--h', String(height));
    // A click must not take the keyboard away from the television.
    keepFocusOnClick(button);
    button.addEventListener('click', () => press(key));
    buttons.set(key, button);
    root.append(button);
  }
  root.append(drawing(mark, 'remote-mark'));

  return {
    element: root,
    place(layout) {
      place(root, layout.remote);
      root.style.setProperty('--k', `${layout.remote.height / full.height}px`);
    },
    flash(key) {
      const button = buttons.get(key);
      button?.classList.add('down');
      setTimeout(() => button?.classList.remove('down'), 140);
    },
  };
}
