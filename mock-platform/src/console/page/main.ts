import '@digital-go-jp/design-tokens/dist/tokens.css';
import './tokens.css';
import './fonts.css';
import './town.css';
import './entrance.css';
import './compose.css';
import './map.css';
import './preview.css';
import './drafts.css';
import './watch.css';
import './master.css';
import './print.css';
import type { TownDesk } from '../../protocol/console.ts';
import { createCompose } from './compose.ts';
import { DeskClient, DeskError, sentenceFor } from './desk-client.ts';
import { drawing, element } from './dom.ts';
import { createDrafts } from './drafts.ts';
import mark from './drawings/mark.svg';
import { createInvitation } from './invitation.ts';
import { createLogin } from './login.ts';
import { createMaster } from './master.ts';
import { type Prefill, prefillOfBulletin, prefillOfDraft, prefillOfUpdate } from './prefill.ts';
import { createRecord } from './record.ts';
import { createWatch } from './watch.ts';
import { roleWords, statusWords } from './wording.ts';

const municipality = /\d{6}/.exec(location.pathname)?.[0] ?? '';
const status = new URLSearchParams(location.search).has('drill') ? 'drill' : 'live';
const client = new DeskClient(municipality);
const main = element('main');

const nameOf = ({ name, role }: TownDesk['official']) => `${name}(${roleWords[role]})`;

interface View {
  element: HTMLElement;
  open?(order?: string): void;
  close?(): void;
}

/** The pages of a signed-in official, and which of the two kinds (drill or live) this is. */
function openDesk(desk: TownDesk): void {
  document.title = `${desk.name}防災 ${statusWords[status]}`;
  const writes = desk.official.role !== 'viewer';
  const go = (hash: string) => {
    if (location.hash === hash) route();
    else location.hash = hash;
  };
  const signedOut = () => askToSignIn();
  const doors = {
    released: (order: string) => go(`#watch=${order}`),
    waiting: () => go('#drafts'),
    signedOut,
  };
  const composeFrom = (prefill?: Prefill) => {
    views.compose = { element: createCompose(desk, status, client, sentAway, prefill) };
    go('#compose');
  };
  /** An order that is on its way leaves an empty page behind it. */
  const sentAway = {
    ...doors,
    released: (order: string) => {
      views.compose = { element: createCompose(desk, status, client, sentAway) };
      doors.released(order);
    },
    waiting: () => {
      views.compose = { element: createCompose(desk, status, client, sentAway) };
      doors.waiting();
    },
  };
  const views: Record<string, View> = {
    watch: createWatch(desk, client, {
      update: (board) => composeFrom(prefillOfUpdate(desk, board)),
      composeFrom: (bulletin) => composeFrom(prefillOfBulletin(desk, bulletin)),
      signedOut,
    }),
    ...(writes ? { compose: { element: createCompose(desk, status, client, sentAway) } } : {}),
    drafts: createDrafts(desk, client, {
      edit: (draft) => composeFrom(prefillOfDraft(desk, draft)),
      released: doors.released,
      signedOut,
    }),
    record: createRecord(desk, client, signedOut),
    master: createMaster(desk, client, signedOut),
  };
  const titles = { watch: '状況', compose: '指示', drafts: '承認', record: '記録', master: '台帳' };
  const tabs = Object.entries(titles)
    .filter(([name]) => name in views)
    .map(([name, title]) => ({ name, link: element('a', { href: `#${name}` }, title) }));
  const who = element('span', { class: 'who' }, nameOf(desk.official));
  const leave = element('button', { type: 'button', class: 'link leave' }, 'ログアウト');
  leave.addEventListener('click', () => void client.signOut().finally(() => location.reload()));

  const route = () => {
    const [, asked = '', order] = /^#(\w+)(?:=([0-9a-f-]+))?$/.exec(location.hash) ?? [];
    const name = asked in views ? asked : writes ? 'compose' : 'watch';
    for (const tab of tabs) tab.link.ariaCurrent = tab.name === name ? 'page' : null;
    for (const [other, view] of Object.entries(views)) if (other !== name) view.close?.();
    main.replaceChildren(views[name]!.element);
    views[name]!.open?.(order);
  };
  function askToSignIn(): void {
    for (const view of Object.values(views)) view.close?.();
    const goOn = ({ official }: TownDesk) => {
      // What was written stays; but nobody goes on in another's name.
      if (official.id !== desk.official.id) location.reload();
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
      element('nav', { 'aria-label': 'ページ' }, ...tabs.map(({ link }) => link)),
      who,
      leave,
    ),
    element(
      'div',
      { class: 'bar', role: 'region', 'aria-label': 'このページの種類' },
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
  const invited = /^#invitation=([\w-]{43})$/.exec(location.hash)?.[1];
  if (invited !== undefined) {
    // The link's secret stays neither in the address nor in the history.
    history.replaceState(null, '', location.pathname);
    document.body.className = 'entrance';
    main.replaceChildren(createInvitation(client, invited, openDesk));
    document.body.replaceChildren(main);
    return;
  }
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
  document.title = '防災担当者のログイン';
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
