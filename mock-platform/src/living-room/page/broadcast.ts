import { drawing, element } from '../../console/page/dom.ts';
import { japanTime } from '../../console/page/japan-time.ts';
import type { RemoteKey } from '../../protocol/living-room.ts';
import news from './drawings/channel-1.svg';
import train from './drawings/channel-2.svg';
import cooking from './drawings/channel-3.svg';
import { channelAfter } from './keys.ts';

const channels = [
  { name: 'ひよりニュース', source: news },
  { name: '山あいの 小さな 鉄道', source: train },
  { name: 'きょうの一皿', source: cooking },
];

export interface Broadcast {
  element: HTMLElement;
  /** Switches the channel when the key is one that does. */
  press(key: RemoteKey): void;
}

/** The stand-in broadcast: three drawn programmes that go on whether somebody looks or not. */
export function createBroadcast(): Broadcast {
  const pictures = channels.map(({ name, source }, index) =>
    drawing(source, `channel channel-${index + 1}`, `${index + 1}チャンネル ${name}`),
  );
  const clock = element('div', { class: 'broadcast-clock', 'aria-hidden': 'true' });
  const caption = element('div', { class: 'broadcast-caption', role: 'status' });
  const root = element('div', { class: 'broadcast' }, ...pictures, clock, caption);
  let channel = 1;
  let hide: ReturnType<typeof setTimeout> | undefined;

  const show = () => {
    pictures.forEach((picture, index) => {
      picture.classList.toggle('on', index + 1 === channel);
    });
    root.dataset.channel = String(channel);
    caption.replaceChildren(
      element('b', {}, String(channel)),
      element('span', {}, channels[channel - 1]?.name ?? ''),
    );
    caption.classList.add('shown');
    clearTimeout(hide);
    hide = setTimeout(() => caption.classList.remove('shown'), 4000);
  };
  const tick = () => {
    const now = new Date();
    const { hour, minute } = japanTime(now);
    clock.textContent = `${hour}:${String(minute).padStart(2, '0')}`;
    setTimeout(tick, 60_000 - (now.getTime() % 60_000) + 20);
  };
  tick();
  show();

  return {
    element: root,
    press(key) {
      const next = channelAfter(key, channel, channels.length);
      if (next === undefined) return;
      channel = next;
      show();
    },
  };
}
