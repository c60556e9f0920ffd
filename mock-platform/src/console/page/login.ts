import type { TownDesk } from '../../protocol/console.ts';
import { type DeskClient, sentenceFor } from './desk-client.ts';
import { element } from './dom.ts';

/**
 * The demo's login: choose who you are. `done` is called when the platform has opened the session; `reason` tells why an
 * official who was logged in sees this page.
 */
export function createLogin(client: DeskClient, done: (desk: TownDesk) => void, reason = ''): HTMLElement {
  const list = element('div', { class: 'officials' });
  const failure = element('p', { class: 'failure', role: 'alert', hidden: '' });
  const fail = (error: unknown) => {
    failure.textContent = sentenceFor(error).replace(
      '入力はそのまま残っています。',
      'もう一度ためしています。',
    );
    failure.hidden = false;
  };
  const load = async () => {
    try {
      const officials = await client.officials();
      list.replaceChildren(
        ...officials.map(({ id, name, role }) => {
          const button = element(
            'button',
            { type: 'button', class: 'official', 'data-official': id },
            element('strong', {}, name),
            element('span', {}, role),
          );
          button.addEventListener('click', () => client.signIn(id).then(done, fail));
          return button;
        }),
      );
      failure.hidden = true;
      if (document.activeElement === document.body) list.querySelector('button')?.focus();
    } catch (error) {
      fail(error);
      setTimeout(load, 3000);
    }
  };
  void load();
  return element(
    'section',
    { class: 'view login', 'aria-labelledby': 'login-title' },
    element('h1', { id: 'login-title' }, '担当者を選んでください'),
    ...(reason === '' ? [] : [element('p', { role: 'status' }, reason)]),
    element('p', {}, 'これは体験用の入り口です。暗証番号はいりません。'),
    failure,
    list,
  );
}
