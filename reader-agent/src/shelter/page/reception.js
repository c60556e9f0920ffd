/* The page of a shelter's reception. It keeps nothing: the agent has all of it on its disk. */
const place = 'reception-secret';
const given = /#secret=([A-Za-z0-9_-]{43})/.exec(location.hash)?.[1];
if (given) {
  sessionStorage.setItem(place, given);
  history.replaceState(null, '', '/');
}
const secret = sessionStorage.getItem(place) ?? '';
const everyMs = 1_000;

const stays = { night: '泊まり', day: '日中', car: '車中泊' };
const outcomes = {
  in: '受け付けました',
  out: '出発を受け付けました',
  'already-in': 'すでに受け付けています',
  moved: '別の避難所から移りました',
  'not-in': 'この避難所にはいません',
  'card-unknown': '町の名簿にありません。氏名を書いてください',
  'card-not-good': '使えないカードです。氏名を書いてください',
};
const asksForName = new Set(['card-unknown', 'card-not-good']);

const element = (id) => document.getElementById(id);
const make = (tag, text, className = '') => {
  const made = document.createElement(tag);
  made.textContent = text;
  made.className = className;
  return made;
};
const clock = (at) =>
  new Date(at).toLocaleTimeString('ja-JP', { timeZone: 'Asia/Tokyo', hour: '2-digit', minute: '2-digit' });

async function ask(what, body) {
  const answer = await fetch(`/services/reception/${what}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      'x-chanoma': '1',
      'x-chanoma-secret': secret,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const value = await answer.json();
  if (!answer.ok) throw new Error(value.code);
  return value;
}

/** One entry as the staff read it. */
function wordsOf({ kind, state, outcome, name, unconfirmed, from, code }) {
  if (state === 'refused') return `受け付けられません（${code}）`;
  if (state === 'waiting')
    return kind === 'card' ? '受け付けました。氏名は回線が戻ると出ます' : '受け付けました';
  const who = name === undefined ? '' : `${name}さん `;
  const where = from === undefined ? '' : `（${from}から）`;
  return `${who}${outcomes[outcome]}${where}${unconfirmed ? '（カードは後で確かめます）' : ''}`;
}

let newest;
function showRecent({ recent, fault }) {
  const said = element('said');
  const [last] = recent;
  const sentence = fault?.sentence ?? (last ? wordsOf(last) : '');
  // Told once: a live region reads whatever is written into it.
  if (said.textContent !== sentence) said.textContent = sentence;
  said.className = fault || asksForName.has(last?.outcome) || last?.state === 'refused' ? 'ask' : '';
  const key = JSON.stringify(recent);
  if (key === newest) return;
  newest = key;
  element('recent').replaceChildren(
    ...recent.slice(0, 12).map((entry) => make('li', `${clock(entry.at)} ${wordsOf(entry)}`)),
  );
}

function guestRow(guest) {
  const row = make('div', '', 'guest');
  const marks = [
    stays[guest.stay],
    `${clock(guest.since)}から`,
    guest.supportNeeded ? '要支援' : '',
    guest.named ? 'カードなし' : '',
    guest.unconfirmed ? '確認中' : '',
    guest.doubtful ? '氏名を確かめてください' : '',
  ].filter(Boolean);
  row.append(make('strong', guest.name ?? '（氏名は出せません）'), make('span', marks.join('・'), 'note'));
  const left = make('button', '出た', 'quiet');
  left.type = 'button';
  left.setAttribute('aria-label', `${guest.name ?? '氏名を出せない人'}が出た`);
  left.addEventListener('click', () => change('left', { entry: guest.entry }));
  row.append(left);
  return row;
}

let drawn;
function showBoard(board) {
  const key = JSON.stringify(board?.content);
  element('as-of').textContent = board ? `${clock(board.asOf)}現在` : '回線がつながると出ます';
  if (!board || key === drawn) return;
  drawn = key;
  const { shelter, present, households } = board.content;
  element('shelter').textContent = `${shelter.name} 受付`;
  document.title = `${shelter.name} 受付`;
  element('count').textContent = `${present}人（定員${shelter.capacity}人）`;
  element('households').replaceChildren(
    ...households.map(({ name, guests, missing }) => {
      const item = make('li', '', 'household');
      if (name !== undefined) item.append(make('h3', name));
      item.append(...guests.map(guestRow));
      for (const one of missing)
        item.append(
          make(
            'p',
            `${one.name}：${one.shelter === undefined ? '未確認' : `${one.shelter}にいます`}`,
            'missing',
          ),
        );
      return item;
    }),
  );
}

function show(state) {
  const reader = state.reader.state === 'ready' ? '' : 'カードリーダーを確かめてください。';
  const waiting = state.waiting === 0 ? '' : `未送信 ${state.waiting}件。`;
  const line =
    state.platform === 'online' ? '回線につながっています' : '回線がありません。受付は続けられます';
  const condition = `${reader}${waiting}${line}`;
  if (element('condition').textContent !== condition) element('condition').textContent = condition;
  for (const [group, value] of Object.entries(state.mode))
    for (const input of document.querySelectorAll(`input[name="${group}"]`))
      input.checked = input.value === value;
  showRecent(state);
  showBoard(state.board);
}

/** Grows with every change: what was asked before one says nothing about what the staff have chosen since. */
let changes = 0;
async function change(what, body) {
  changes += 1;
  try {
    const mine = changes;
    const state = await ask(what, body);
    if (mine === changes) show(state);
    return true;
  } catch {
    element('said').textContent = '書きとめられませんでした。紙に書いてください。';
    element('said').className = 'ask';
    return false;
  }
}

const chosen = (group) => document.querySelector(`input[name="${group}"]:checked`).value;
for (const group of ['event', 'stay'])
  element(group).addEventListener('change', () =>
    change('mode', { event: chosen('event'), stay: chosen('stay') }),
  );
element('name-form').addEventListener('submit', async (event) => {
  event.preventDefault();
  const field = element('name');
  if (await change('name', { name: field.value.trim(), stay: chosen('stay') })) field.value = '';
  field.focus();
});

async function look() {
  const before = changes;
  try {
    const state = await ask('state');
    if (before === changes) show(state);
  } catch {
    element('condition').textContent = '受付の機械が答えません。';
  }
  setTimeout(look, everyMs);
}
void look();
