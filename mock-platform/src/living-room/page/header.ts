import { drawing, element, keepFocusOnClick } from '../../console/page/dom.ts';
import mark from '../../console/page/drawings/mark.svg';
import type { Room } from '../../protocol/living-room.ts';

/** The beam: name, links to the towns and (when there are any) staff pages, help. */
export function createHeader(room: Room, onHelp: () => void): HTMLElement {
  const links = [...room.towns, ...room.staff];
  const help = element('button', { type: 'button', class: 'beam-link' }, '使い方');
  keepFocusOnClick(help);
  help.addEventListener('click', onHelp);
  return element(
    'header',
    { class: 'beam' },
    element('h1', {}, drawing(mark, 'beam-mark'), '茶の間', element('span', { lang: 'en' }, 'Chanoma')),
    element(
      'nav',
      { 'aria-label': 'ほかのページ' },
      ...links.map(({ name, consolePath }) =>
        element('a', { class: 'beam-link', href: consolePath, target: '_blank', rel: 'noopener' }, name),
      ),
      help,
    ),
  );
}

/** The switch between the households. */
export function createHouseholds(room: Room, choose: (household: string) => void): HTMLElement {
  const root = element('div', { class: 'households', role: 'group', 'aria-label': 'どの家を見るか' });
  const mark = (chosen: string) => {
    for (const button of root.querySelectorAll('button')) {
      button.setAttribute('aria-pressed', String(button.dataset.household === chosen));
    }
  };
  for (const { id, name } of room.households) {
    const button = element('button', { type: 'button', 'data-household': id }, name);
    keepFocusOnClick(button);
    button.addEventListener('click', () => {
      mark(id);
      choose(id);
    });
    root.append(button);
  }
  mark(room.households[0]?.id ?? '');
  return root;
}
