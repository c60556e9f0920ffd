import './fonts.css';
import './town.css';
import './compose.css';
import './preview.css';
import './watch.css';
import type { TownDesk } from '../../protocol/console.ts';
import { createCompose } from './compose.ts';
import { DeskClient, DeskError, sentenceFor } from './desk-client.ts';
import { drawing, element } from './dom.ts';
import mark from './drawings/mark.svg';
import { createLogin } from './login.ts';
import { createWatch } from './watch.ts';
import { statusWords } from './wording.ts';

const municipality = /\d{6}/.exec(location.pathname)?.[0] ?? '';
const status = new URLSearchParams(location.search).has('drill') ? 'drill' : 'live';
const client = new DeskClient(municipality);
const main = element('main');

const nameOf = ({ name, role }: TownDesk['official']) => `${name}(${role})`;

/** The page of a signed-in official: 指示 and 状況, and which of the two pages (drill or live) this is. */
function openDesk(desk: TownDesk): void {
  document.title = `${desk.name}防災 ${statusWords[status]}`;
  const watch = createWatch(desk.name, client, askToSignIn);
  const showWatch = (order?: string) => {
    location.hash = order === undefined ? '#watch' : `#watch=${order}`;
  };
  const compose = createCompose(desk, status, client, showWatch, askToSignIn);
  const tabs = {
    compose: element('a', { href: '#compose' }, '指示'),
    watch: element('a', { href: '#watch' }, '状況'),
  };

  const who = element('span', { class: 'who' }, nameOf(desk.official));

  const route = () => {
    const watching = location.hash.startsWith('#watch');
    tabs.compose.ariaCurrent = watching ? null : 'page';
    tabs.watch.ariaCurrent = watching ? 'page' : null;
    main.replaceChildren(watching ? watch.element : compose);
    if (watching) watch.open(/^#watch=([0-9a-f-]+)$/.exec(location.hash)?.[1]);
    else watch.close();
  };
  function askToSignIn(): void {
    watch.close();
    const goOn = ({ official }: TownDesk) => {
      who.textContent = nameOf(official);
      route();
      main.querySelector<HTMLElement>('[data-send]')?.focus();
    };
    const reason = 'ログインの時間が切れました。入力はそのまま残っています。';
    main.replaceChildren(createLogin(client, goOn, reason));
  }

  const other = status === 'live' ? '?drill' : location.pathname;
  document.body.className = status;
  document.body.replaceChildren(
    element(
      'header',
      {},
      drawing(mark, 'mark'),
      element('b', {}, `${desk.name}防災`),
      element('nav', { 'aria-label': 'ページ' }, tabs.compose, tabs.watch),
      who,
    ),
    element(
      'div',
      { class: 'bar' },
      element('strong', {}, statusWords[status]),
      element(
        'span',
        {},
        status === 'live'
          ? `${desk.name}のテレビに本当に表示されます。`
          : `${desk.name}のテレビに「訓練」として表示されます。`,
      ),
      element('a', { href: other }, status === 'live' ? '訓練のページへ' : '本番のページへ'),
    ),
    main,
  );
  removeEventListener('hashchange', currentRoute);
  currentRoute = route;
  addEventListener('hashchange', currentRoute);
  route();
}

let currentRoute: () => void = () => undefined;

/** Opens the desk, or the login when nobody is signed in; waits for the platform when it is away. */
async function start(): Promise<void> {
  let desk: TownDesk;
  try {
    desk = await client.desk();
  } catch (error) {
    waitOrSignIn(error);
    return;
  }
  openDesk(desk);
}

function waitOrSignIn(error: unknown): void {
  document.body.className = 'entrance';
  if (error instanceof DeskError && (error.status === 401 || error.status === 403)) {
    main.replaceChildren(createLogin(client, openDesk));
  } else {
    const text = sentenceFor(error).replace(/入力は.*/, 'もう一度ためしています。');
    main.replaceChildren(element('p', { class: 'failure', role: 'status' }, text));
    setTimeout(() => void start(), 2500);
  }
  if (!main.isConnected) document.body.replaceChildren(main);
}

void start();
