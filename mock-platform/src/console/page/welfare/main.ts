import * as z from 'zod/mini';
import { LoginWays } from '../../../protocol/console-login.ts';
import { Problem } from '../../../protocol/problem.ts';
import { WatchOverDesk } from '../../../protocol/welfare.ts';
import { element } from '../dom.ts';
import '../fonts.css';
import { figureWords, lastAnswerWords, personState, reportWords } from './words.ts';
import './welfare.css';

const base = location.pathname.replace(/\/$/, '');
const refreshMs = 30_000;

/** What went wrong, by its stable code. */
class Refused extends Error {}

async function ask<T>(path: string, schema: z.ZodMiniType<T>, body?: object): Promise<T> {
  const answer = await fetch(base + path, {
    headers: { accept: 'application/json', ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
  });
  const value: unknown = await answer.json();
  if (!answer.ok) throw new Refused(z.safeParse(Problem, value).data?.code ?? 'platform.failed');
  return schema.parse(value);
}

const main = element('main');
const note = element('p', { role: 'status', class: 'note' });
document.title = 'みまもり';
document.body.append(element('header', {}, element('h1', {}, 'みまもり')), note, main);

/** Runs what a button does, and says when it did not work. */
async function tried(step: () => Promise<void>): Promise<void> {
  try {
    await step();
    note.textContent = '';
  } catch (error) {
    if (error instanceof Refused && error.message === 'official.session') return showLogin();
    note.textContent =
      error instanceof Refused && error.message === 'login.refused'
        ? 'ログインできません。もう一度お確かめください。'
        : 'いま、つながりません。少し待ってからお試しください。';
  }
}

const button = (words: string, label: string, press: () => Promise<void>, className = ''): HTMLElement => {
  const made = element('button', { type: 'button', class: className, 'aria-label': label }, words);
  made.addEventListener('click', () => void tried(press));
  return made;
};

async function signIn(path: string, body: object): Promise<void> {
  await ask(path, z.unknown(), body);
  show(await ask('/people', WatchOverDesk));
}

function passwordForm(): HTMLElement {
  const fields = [
    ['id', '担当者名', 'username', 'text'],
    ['password', 'パスワード', 'current-password', 'password'],
    ['code', '確認コード(6けた)', 'one-time-code', 'text'],
  ].map(([name = '', words = '', autocomplete, type]) =>
    element('label', {}, words, element('input', { name, autocomplete, type, required: '' })),
  );
  const form = element('form', {}, ...fields, element('button', { type: 'submit' }, 'ログイン'));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void tried(() => signIn('/login/password', Object.fromEntries(new FormData(form))));
  });
  return form;
}

async function showLogin(): Promise<void> {
  const { demo = [] } = await ask('/login', LoginWays);
  main.replaceChildren(
    element('h2', {}, '民生委員のログイン'),
    ...demo.map(({ id, name }) =>
      button(name, `${name}でログイン`, () => signIn('/session', { official: id }), 'wide'),
    ),
    passwordForm(),
  );
}

function reportItem(person: string, report: WatchOverDesk['people'][number]['reports'][number]): HTMLElement {
  const close = (outcome: 'well' | 'help') => async () =>
    show(await ask(`/reports/${report.id}/${outcome}`, WatchOverDesk, {}));
  const words = reportWords(report);
  const open = report.outcome === undefined;
  return element(
    'li',
    { class: open ? 'open' : undefined },
    element('span', {}, words),
    ...(open
      ? [
          button('無事でした', `${person} ${words} 無事でした`, close('well')),
          button('助けが必要でした', `${person} ${words} 助けが必要でした`, close('help'), 'quiet'),
        ]
      : []),
  );
}

function show(desk: WatchOverDesk): void {
  const people = desk.people.map((person) =>
    element(
      'section',
      {},
      element('h2', {}, person.name, element('small', {}, ` ${person.householdName}`)),
      element('p', { class: 'state' }, personState(person)),
      element('p', {}, lastAnswerWords(person)),
      element('ul', {}, ...person.reports.slice(0, 6).map((report) => reportItem(person.name, report))),
    ),
  );
  main.replaceChildren(
    element('p', {}, `${desk.officer}さんを選んだ人だけが出ます。`),
    ...(people.length > 0 ? people : [element('p', {}, 'まだ、だれもいません。')]),
    element(
      'section',
      { class: 'figures' },
      element('h2', {}, '町の数字'),
      ...figureWords(desk.figures).map((words) => element('p', {}, words)),
    ),
  );
}

const refresh = (): Promise<void> => tried(async () => show(await ask('/people', WatchOverDesk)));
// Not while somebody is about to press a button or types.
setInterval(() => {
  if (!main.contains(document.activeElement)) void refresh();
}, refreshMs);
void refresh();
