import { startRegistration } from '@simplewebauthn/browser';
import qrcode from 'qrcode-generator';
import type { TownDesk } from '../../protocol/console.ts';
import type { InvitationOffer } from '../../protocol/console-login.ts';
import { type DeskClient, sentenceFor } from './desk-client.ts';
import { drawing, element } from './dom.ts';
import { labelled } from './labelled.ts';
import { passkeySentence } from './login.ts';

function qrCode(text: string): SVGSVGElement {
  const code = qrcode(0, 'M');
  code.addData(text);
  code.make();
  return drawing(code.createSvgTag({ scalable: true, margin: 4 }), 'qr', '認証アプリに読みこむQRコード');
}

function passwordForm(
  { oneTimeCodeAddress }: InvitationOffer,
  send: (password: string, code: string) => void,
): HTMLElement {
  const password = element('input', {
    name: 'password',
    type: 'password',
    autocomplete: 'new-password',
    minlength: '12',
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
    element('p', {}, '認証アプリでQRコードを読み、出た6けたの数字を入れてください。'),
    qrCode(oneTimeCodeAddress),
    labelled('パスワード(12字以上)', password),
    labelled('確認コード(6けた)', code),
    element('button', { type: 'submit', class: 'quiet' }, 'パスワードを登録する'),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    send(password.value, code.value.trim());
  });
  return element('details', {}, element('summary', {}, 'パスキーが使えないとき'), form);
}

/** The page of an administrator's one-time link: registers a passkey, or a password with one-time codes. */
export function createInvitation(
  client: DeskClient,
  token: string,
  done: (desk: TownDesk) => void,
): HTMLElement {
  const content = element('div', { class: 'ways' });
  const failure = element('p', { class: 'failure', role: 'alert', hidden: '' });
  const attempt = async (way: () => Promise<TownDesk>) => {
    failure.hidden = true;
    try {
      done(await way());
    } catch (error) {
      failure.textContent = passkeySentence(error);
      failure.hidden = false;
    }
  };
  const open = async () => {
    const offer = await client.openInvitation(token);
    const register = element('button', { type: 'button', class: 'primary passkey' }, 'パスキーを登録する');
    register.addEventListener('click', () =>
      attempt(async () => {
        const optionsJSON = offer.options as unknown as Parameters<
          typeof startRegistration
        >[0]['optionsJSON'];
        const response = await startRegistration({ optionsJSON });
        return client.signIn('/login/invitation/passkey', { token, response });
      }),
    );
    content.replaceChildren(
      element('p', {}, element('b', {}, offer.account.name), 'さんの登録です。'),
      ...(offer.options ? [register] : []),
      passwordForm(
        offer,
        (password, code) =>
          void attempt(() => client.signIn('/login/invitation/password', { token, password, code })),
      ),
    );
    content.querySelector<HTMLElement>('button, summary')?.focus();
  };
  open().catch((error: unknown) => {
    failure.textContent = sentenceFor(error);
    failure.hidden = false;
  });
  return element(
    'section',
    { class: 'view login', 'aria-labelledby': 'login-title' },
    element('h1', { id: 'login-title' }, '担当者の登録'),
    failure,
    content,
  );
}
