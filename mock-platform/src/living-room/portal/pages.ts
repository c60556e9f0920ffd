import qrcode from 'qrcode-generator';
import type { PhoneAddress } from '../../server/local-network/phone-address.ts';
import { Html, html } from '../counter/html.ts';
import { portalName, portalPath } from './contract.ts';
import { style } from './style.ts';
import type { Stage, Visitor } from './visits.ts';

/** May show its own style, run its own script and send its own forms, nothing else. */
export const portalPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** Draws the page anew when its stage has changed: the television has answered, or the card was taken. */
export const portalScript = `'use strict';
const shown = document.body.dataset.stage;
const look = async () => {
  try {
    const answer = await fetch('${portalPath}/stage', { cache: 'no-store' });
    if ((await answer.json()).stage !== shown) location.reload();
  } catch {
    // The next look will tell.
  }
};
if (shown === 'device' || shown === 'inside') setInterval(look, 700);
`;

const stageWords: Record<Stage['kind'], string> = {
  outside: 'ログインしていません',
  browser: 'ログインしていません',
  device: 'テレビの操作を待っています',
  inside: 'ログイン中',
  ended: 'ログアウトしました',
  refused: 'ログインしていません',
};

const tierWords: Record<string, string> = {
  'urn:chanoma:tier:t1': 'カード（暗証番号なし）',
  'urn:chanoma:tier:t2': 'カードと暗証番号',
  'urn:chanoma:tier:t3': 'カードと署名用の暗証番号',
};

const form = (to: string, label: string, quiet = false): Html =>
  html`<form method="post" action="${portalPath}/${to}"><button type="submit"${new Html(quiet ? ' class="quiet"' : '')}>${label}</button></form>`;

const timeOf = (at: Date): string =>
  new Intl.DateTimeFormat('ja-JP', { timeStyle: 'medium', timeZone: 'Asia/Tokyo' }).format(at);
const dayOf = (day: string): string =>
  new Intl.DateTimeFormat('ja-JP', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(day));

/** A QR code of level M with its quiet zone of four modules, dark on white. */
function qrOf(address: string): Html {
  const code = qrcode(0, 'M');
  code.addData(address);
  code.make();
  const count = code.getModuleCount();
  const dark: string[] = [];
  for (let row = 0; row < count; row += 1)
    for (let column = 0; column < count; column += 1)
      if (code.isDark(row, column)) dark.push(`M${column + 4} ${row + 4}h1v1h-1z`);
  const size = count + 8;
  return new Html(
    `<svg class="qr" role="img" aria-label="スマートフォンで開くためのQRコード" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${size}v${size}H0z"/><path d="${dark.join('')}"/></svg>`,
  );
}

const ways = html`
      <section class="ways" aria-label="ログインの方法">
        <div class="way">
          <h2>このパソコン・スマートフォンで</h2>
          <p>次のページに出る番号を、ご自宅のテレビに入れます。</p>
          ${form('browser', 'テレビのカードでログイン')}
        </div>
        <div class="way">
          <h2>番号だけの機器で</h2>
          <p>体重計やタブレットのように、ここに番号が出ます。テレビに入れるとつながります。</p>
          ${form('device', '番号を出す', true)}
        </div>
      </section>`;

const outside = (notice?: Html): Html => html`${notice}
      <h1>健康の記録を、ご家族のテレビのカードで。</h1>
      <p class="lead">パスワードはいりません。茶の間のテレビにカードを置いて、「ゆるす」を選ぶだけです。カードを取ると、ここからも自動でログアウトします。</p>
      ${ways}`;

const steps = html`
        <ol>
          <li>テレビのホームで「ほかの サービス」</li>
          <li>「番号を いれる」で、この番号を入れる</li>
          <li>読んで「ゆるす」、カードを置く</li>
        </ol>`;

/** How a phone reaches a page of the platform, if it can. */
type ByPhone = (path: string) => PhoneAddress;

/** The provider names its page as it was asked; a phone comes by the local network. */
function device({ number, address }: Extract<Stage, { kind: 'device' }>, byPhone: ByPhone): Html {
  const { pathname, search } = new URL(address);
  const found = byPhone(pathname + search);
  const camera =
    found.missing === undefined
      ? html`${qrOf(found.address)}<p>スマートフォンでも開けます。</p>`
      : html`<p class="missing">スマートフォン用のQRコードは、まだ出せません。いまは、この機械の中からしか開けない住所（localhost）で動いているためです。<code>npm start -- --host この機械のアドレス</code> で起動すると、ここに出ます。</p>`;
  return html`
      <h1>この番号を、テレビに入れてください。</h1>
      <div class="typing">
        <p class="number" aria-label="番号">${number.replace('-', ' ')}</p>
        ${steps}
        <div class="camera">${camera}</div>
      </div>
      <p class="waiting" role="status">テレビで「ゆるす」が選ばれるのを待っています。</p>
      ${form('leave', 'やめる', true)}`;
}

const row = (label: string, value: string, note: string): Html =>
  html`<div><dt>${label}</dt><dd>${value}<small>${note}</small></dd></div>`;

const factsOf = ({ name, birthdate, sub, acr, amr }: Visitor): Html => html`
      <dl>
        ${row('お名前', name, 'ご本人が「つたえてよい」とされたものです。')}
        ${row('生年月日', birthdate === '' ? 'なし' : dayOf(birthdate), '同上')}
        ${row('本人確認', tierWords[acr] ?? acr, `acr ${acr}、amr ${amr.join(' ')}`)}
        ${row('このポータルでの識別子', sub, 'ほかの事業者には別の識別子が渡り、名寄せできません。')}
      </dl>`;

const inside = ({ visitor, since }: Extract<Stage, { kind: 'inside' }>): Html => html`
      <h1>${visitor.name}さん、ようこそ。</h1>
      <p class="notice" role="status">${timeOf(since)}にログインしました。テレビのカードを取ると、ここも終わります。</p>
      ${factsOf(visitor)}`;

const ended = ({ at }: Extract<Stage, { kind: 'ended' }>): Html =>
  outside(
    html`<p class="notice" role="status">${timeOf(at)}に、テレビのカードが取られたか、同意が取り消されました。こちらもログアウトし、お名前などは消しました。</p>`,
  );

const refusedWords = {
  denied: 'テレビで「やめる」が選ばれました。このポータルには何も伝わっていません。',
  expired: '番号の時間が過ぎました。もう一度はじめてください。',
  failed: 'ログインできませんでした。もう一度はじめてください。',
};

function contentOf(stage: Stage, byPhone: ByPhone): Html {
  switch (stage.kind) {
    case 'device':
      return device(stage, byPhone);
    case 'inside':
      return inside(stage);
    case 'ended':
      return ended(stage);
    case 'refused':
      return outside(html`<p class="notice" role="status">${refusedWords[stage.why]}</p>`);
    default:
      return outside();
  }
}

/** The portal as one browser sees it. */
export function portalPage(stage: Stage, byPhone: ByPhone): string {
  return html`<!doctype html>
<html lang="ja">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="referrer" content="same-origin">
    <title>${portalName}</title>
    <style>${style}</style>
    <script src="${portalPath}/portal.js" defer></script>
  </head>
  <body data-stage="${stage.kind}">
    <header><b>${portalName}</b><span class="stage ${stage.kind}">${stageWords[stage.kind]}</span><a href="/">茶の間へもどる</a></header>
    <div class="bar">体験用のページです。テレビの外の事業者（契約した健康ポータル）の代わりをします。</div>
    <main>${contentOf(stage, byPhone)}
    </main>
  </body>
</html>
`.text;
}
