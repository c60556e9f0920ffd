import { startAuthentication, WebAuthnError } from '@simplewebauthn/browser';
import type { TownDesk } from '../../protocol/console.ts';
import type { LoginWays } from '../../protocol/console-login.ts';
import { type DeskClient, sentenceFor } from './desk-client.ts';
import { element } from './dom.ts';
import { labelled } from './labelled.ts';
import { roleWords } from './wording.ts';

/** What went wrong with a passkey, in words: closing the browser's question is no fault. */
export const passkeySentence = (error: unknown): string =>
  error instanceof WebAuthnError || (error instanceof Error && error.name === 'NotAllowedError')
    ? 'パスキーが使われませんでした。もう一度ためしてください。'
    : sentenceFor(error);

/** Runs one way in and shows what went wrong. */
export type SignIn = (way: () => Promise<TownDesk>) => Promise<void>;

function withPasskey(client: DeskClient, { passkeyHost }: LoginWays, signIn: SignIn): HTMLElement[] {
  if (passkeyHost === undefined) return [];
  if (passkeyHost !== location.hostname) {
    const address = new URL(location.href);
    address.hostname = passkeyHost;
    const link = element('a', { href: address.href }, address.host);
    return [element('p', {}, 'パスキーは ', link, ' で開くと使えます。')];
  }
  const button = element('button', { type: 'button', class: 'primary passkey' }, 'パスキーでログイン');
  button.addEventListener('click', () =>
    signIn(async () => {
      const options = (await client.passkeyOptions()) as Parameters<
        typeof startAuthentication
      >[0]['optionsJSON'];
      return client.signIn('/login/passkey', {
        response: await startAuthentication({ optionsJSON: options }),
      });
    }),
  );
  return [button];
}

function withPassword(client: DeskClient, signIn: SignIn): HTMLElement {
  const name = element('input', { name: 'id', autocomplete: 'username', required: '' });
  const password = element('input', {
    name: 'password',
    type: 'password',
    autocomplete: 'current-password',
    required: '',
  });
  const code = element('input', {
    name: 'code',
    inputmode: 'numeric',
    autocomplete: 'one-time-code',
    pattern: '\\d{6}',
    required: '',
  });
  const form = element(
    'form',
    {},
    labelled('担当者名', name),
    labelled('パスワード', password),
    labelled('確認コード(6けた)', code),
    element('button', { type: 'submit', class: 'quiet' }, 'パスワードでログイン'),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void signIn(() =>
      client.signIn('/login/password', {
        id: name.value.trim(),
        password: password.value,
        code: code.value.trim(),
      }),
    ).then(() => {
      code.value = '';
    });
  });
  return element('details', {}, element('summary', {}, 'パスキーが使えないとき'), form);
}

const tasks = Object.keys(roleWords);
const byTask = (one: { role: string }, other: { role: string }) =>
  tasks.indexOf(one.role) - tasks.indexOf(other.role);

function forTheDemo(client: DeskClient, ways: LoginWays, signIn: SignIn): HTMLElement[] {
  if (ways.demo === undefined) return [];
  return [
    element('h2', {}, '体験用の入り口'),
    element('p', {}, '担当者を選ぶだけで入れます。体験のときだけあります。'),
    element(
      'div',
      { class: 'officials' },
      ...[...ways.demo].sort(byTask).map(({ id, name, role }) => {
        const button = element(
          'button',
          { type: 'button', class: 'official', 'data-official': id },
          element('strong', {}, name),
          element('span', {}, roleWords[role as keyof typeof roleWords] ?? role),
        );
        button.addEventListener('click', () => signIn(() => client.signIn('/session', { official: id })));
        return button;
      }),
    ),
  ];
}

/**
 * The login: passkey, password with one-time code, in the demo one click. `done` is called when the platform has opened the
 * session; `reason` tells why an official who was logged in sees this page.
 */
export function createLogin(client: DeskClient, done: (desk: TownDesk) => void, reason = ''): HTMLElement {
  const content = element('div', { class: 'ways' });
  const failure = element('p', { class: 'failure', role: 'alert', hidden: '' });
  const fail = (text: string) => {
    failure.textContent = text.replace('入力はそのまま残っています。', 'もう一度ためしています。');
    failure.hidden = false;
  };
  const signIn: SignIn = async (way) => {
    failure.hidden = true;
    try {
      done(await way());
    } catch (error) {
      fail(passkeySentence(error));
    }
  };
  const load = async () => {
    try {
      const ways = await client.loginWays();
      content.replaceChildren(
        ...forTheDemo(client, ways, signIn),
        ...(ways.demo ? [element('h2', {}, '登録した担当者')] : []),
        ...withPasskey(client, ways, signIn),
        withPassword(client, signIn),
      );
      failure.hidden = true;
      if (document.activeElement === document.body) content.querySelector('button')?.focus();
    } catch (error) {
      fail(sentenceFor(error));
      setTimeout(load, 3000);
    }
  };
  void load();
  return element(
    'section',
    { class: 'view login', 'aria-labelledby': 'login-title' },
    element('h1', { id: 'login-title' }, '防災担当者のログイン'),
    ...(reason === '' ? [] : [element('p', { role: 'status' }, reason)]),
    failure,
    content,
  );
}
