import type { TownDesk } from '../../protocol/console.ts';
import type { DeskClient } from './desk-client.ts';
import { element } from './dom.ts';

const everyMilliseconds = 15_000;

/** Who writes, and who of the others may approve; who has the page open now is marked, and followed. */
export function twoPersons(desk: TownDesk, client: DeskClient): HTMLElement {
  const list = element('ul');
  const line = (task: string, text: string, done: boolean) =>
    element('li', { class: done ? 'done' : '' }, element('b', {}, task), text);
  const draw = ({ official, officials }: TownDesk) =>
    list.replaceChildren(
      line('起案', `${official.name}(あなた)`, true),
      ...officials
        .filter(({ id, role }) => id !== official.id && role === 'approver')
        .map(({ name, present }) => line('承認', `${name}(${present ? '在席' : '不在'})`, false)),
    );
  setInterval(() => {
    if (list.isConnected) client.desk().then(draw, () => undefined);
  }, everyMilliseconds);
  draw(desk);
  return element('section', { class: 'two-persons' }, element('h2', {}, '2人で確かめる'), list);
}
