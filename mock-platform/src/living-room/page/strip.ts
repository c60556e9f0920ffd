import { element } from '../../console/page/dom.ts';
import { clockOf } from '../../console/page/japan-time.ts';
import type { TraceEvent } from '../../protocol/living-room.ts';
import { durationOf, type Flow, FlowMemory, stationNames } from './flow.ts';

/** A message stays long enough to be read before another one takes its place. */
const shortestShow = 1500;

export interface Strip {
  element: HTMLElement;
  add(event: TraceEvent): void;
  /** Only this household's messages are shown, and those of no household. */
  follow(household: string): void;
  connected(up: boolean): void;
}

/** 「いまの流れ」: the way of the last message, for engineers. */
export function createStrip(): Strip {
  const sentence = element('b', {}, 'まだ 何も流れていません');
  const way = element('ol', { class: 'way' });
  const method = element('span', { class: 'method' });
  const result = element('span', { class: 'result' });
  const time = element('time');
  const root = element(
    'footer',
    { class: 'strip', 'aria-label': 'いまの流れ' },
    element('div', { class: 'strip-what' }, element('span', {}, 'いまの流れ ', time), sentence),
    way,
    element('div', { class: 'strip-how' }, method, result),
  );
  const memory = new FlowMemory();
  let household: string | undefined;
  let shown = { id: '', since: 0 };
  let waiting: Flow | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const show = (flow: Flow) => {
    if (shown.id !== flow.id) shown = { id: flow.id, since: Date.now() };
    root.classList.toggle('refused', flow.refused);
    sentence.textContent = flow.sentence;
    root.classList.toggle('many', flow.stops.length > 4);
    way.replaceChildren(
      ...flow.stops.map(({ station, after, what }) =>
        element(
          'li',
          { 'data-station': station, title: what },
          element('span', {}, stationNames[station], element('small', {}, durationOf(after))),
        ),
      ),
    );
    method.textContent = flow.what;
    result.textContent = flow.verdict ?? '';
    time.textContent = clockOf(flow.at);
  };
  const offer = (flow: Flow) => {
    const left = shown.since + shortestShow - Date.now();
    if (flow.id === shown.id || left <= 0) {
      show(flow);
      return;
    }
    waiting = flow;
    clearTimeout(timer);
    timer = setTimeout(() => waiting && show(waiting), left);
  };

  return {
    element: root,
    add(event) {
      if (event.household !== undefined && household !== undefined && event.household !== household) return;
      const flow = memory.add(event);
      if (flow) offer(flow);
    },
    follow(next) {
      household = next;
    },
    connected(up) {
      root.classList.toggle('lost', !up);
      if (!up) sentence.textContent = 'つながりを 待っています';
      else if (!shown.id) sentence.textContent = 'まだ 何も流れていません';
    },
  };
}
