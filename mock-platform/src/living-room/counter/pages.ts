import type { CertificateState, Citizen } from '../../certification/index.ts';
import { towns } from '../seed/world.ts';
import { type Deed, type DeedName, deedNames, deeds, type Field } from './deeds.ts';
import { type Html, html } from './html.ts';
import { style } from './style.ts';

/** May show its own style and send its own forms, nothing else. */
export const counterPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const base = '/certification/counter';

const stateWords: Record<CertificateState | 'none', string> = {
  good: '有効',
  expired: '期限切れ',
  revoked: '失効',
  none: 'なし',
};

const townName = (municipality: string): string =>
  towns.find((town) => town.municipality === municipality)?.name ?? municipality;

const dayInJapan = (at: Date): string =>
  new Intl.DateTimeFormat('ja-JP', { dateStyle: 'long', timeZone: 'Asia/Tokyo' }).format(at);

const state = (value: CertificateState | 'none'): Html =>
  html`<span class="state ${value}">${stateWords[value]}</span>`;

const generationNote = ({ generation }: Citizen): Html | undefined =>
  generation === 'next' ? html`<small>次の世代のカード</small>` : undefined;

function page(title: string, content: Html): string {
  return html`<!doctype html>
<html lang="ja">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="referrer" content="same-origin">
    <title>${title} カードの窓口</title>
    <style>${style}</style>
  </head>
  <body>
    <header><b>カードの窓口</b><a href="/">茶の間へもどる</a></header>
    <div class="bar">体験用のページです。役場の窓口でカードに起きることを、ここで起こせます。</div>
    <main>${content}</main>
  </body>
</html>
`.text;
}

function row(citizen: Citizen): Html {
  const { name, municipality, address, authenticationState, authenticationUntil, signatureState } = citizen;
  const possible = deedNames.filter((deed) => deeds[deed].isPossible(citizen));
  return html`
      <tr>
        <th scope="row">${name}${generationNote(citizen)}</th>
        <td>${townName(municipality)}<small>${address}</small></td>
        <td>${state(authenticationState)}<small>${dayInJapan(authenticationUntil)}まで</small></td>
        <td>${state(signatureState)}</td>
        <td>
          <ul class="deeds">${possible.map(
            (deed) => html`
            <li><a href="${base}/${citizen.cardName}/${deed}" aria-label="${name} ${deeds[deed].title}">${deeds[deed].title}</a></li>`,
          )}
          </ul>
        </td>
      </tr>`;
}

/** Families together, the eldest first. */
const byHome = (one: Citizen, other: Citizen): number =>
  `${one.municipality} ${one.address} ${one.birthDate}`.localeCompare(
    `${other.municipality} ${other.address} ${other.birthDate}`,
  );

/** Everybody who holds a card; after a deed its result first. */
export function listPage(citizens: readonly Citizen[], done?: { citizen: Citizen; deed: DeedName }): string {
  const notice =
    done &&
    html`<div class="notice" role="status">
      <p><b>${done.citizen.name}さん</b> ${deeds[done.deed].after}</p>
      <p>茶の間でカードを置くと、テレビにどう見えるかを確かめられます。</p>
    </div>`;
  const nobody =
    citizens.length === 0
      ? html`<p>カードの記録がありません。前の版で作ったデータです。--reset をつけて始めると作り直します。</p>`
      : undefined;
  return page(
    '一覧',
    html`
    ${notice}
    <h1>カードを持つ人</h1>
    ${nobody}
    <div class="scroll" tabindex="0" role="region" aria-label="カードを持つ人の表"><table>
      <thead>
        <tr>
          <th scope="col">氏名</th>
          <th scope="col">町と住所</th>
          <th scope="col">利用者証明用</th>
          <th scope="col">署名用</th>
          <th scope="col">手続き</th>
        </tr>
      </thead>
      <tbody>${citizens.toSorted(byHome).map(row)}
      </tbody>
    </table></div>`,
  );
}

const fieldOf = ({ name, label, value, options }: Field): Html => {
  const control = options
    ? html`<select id="${name}" name="${name}">${options.map(
        (option) =>
          html`<option value="${option.value}"${option.value === value ? html` selected` : undefined}>${option.label}</option>`,
      )}</select>`
    : html`<input id="${name}" name="${name}" value="${value}" required maxlength="60" autocomplete="off">`;
  return html`<label for="${name}">${label}</label>${control}`;
};

/** One deed before it is done: about whom, what will happen, what must be told. */
export function deedPage(citizen: Citizen, name: DeedName, failure?: string): string {
  const deed: Deed = deeds[name];
  const { authenticationState, signatureState } = citizen;
  return page(
    deed.title,
    html`
    <form class="sheet" method="post" action="${base}/${citizen.cardName}/${name}">
      ${failure === undefined ? undefined : html`<div class="failure" role="alert"><p>${failure}</p></div>`}
      <h1>${deed.title}</h1>
      <dl>
        <div><dt>氏名</dt><dd>${citizen.name}</dd></div>
        <div><dt>住所</dt><dd>${citizen.address}</dd></div>
        <div><dt>利用者証明用</dt><dd>${state(authenticationState)}</dd></div>
        <div><dt>署名用</dt><dd>${state(signatureState)}</dd></div>
      </dl>
      <h2>この手続きで起きること</h2>
      <ul>${deed.before.map((sentence) => html`<li>${sentence}</li>`)}</ul>
      ${deed.fields(citizen).map(fieldOf)}
      <div class="buttons"><button type="submit">${deed.button}</button><a href="${base}">やめて一覧へもどる</a></div>
    </form>`,
  );
}
