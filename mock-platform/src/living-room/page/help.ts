import { element } from '../../console/page/dom.ts';

const steps = [
  [
    'テレビを使う',
    '番組のとき「決定」で茶の間のページが開き、「テレビ」でいつでも番組に戻ります。1〜3で番組を選びます。',
  ],
  ['カードを置く', '「けんこう」を選び、「はな」のカードをリーダーに置きます。暗証番号はいりません。'],
  ['部屋を予約する', '「よやく」で施設、日、時間を順に選びます。カードを取ると利用が終わります。'],
  [
    '避難の指示を出す',
    '上の「ひより町役場」を別の窓で開き、山手地区へ訓練か本番の指示を送ります。番組の途中でも表示されます。',
  ],
  ['返事をする', 'テレビで「にげます」か「たすけがいる」を選ぶと、町のページにすぐ届きます。'],
];

/** The dialog 「使い方」: what to try, in five steps, and the keyboard. */
export function createHelp(): HTMLDialogElement {
  const close = element('button', { type: 'submit', class: 'help-close', autofocus: '' }, 'とじる');
  const keys: [string, string][] = [
    ['矢印', '選ぶ'],
    ['Enter', '決定'],
    ['Backspace・Esc', '戻る'],
    ['T', 'テレビ'],
    ['B R G Y', '青 赤 緑 黄'],
    ['0–9', '数字'],
    ['PageUp・PageDown', 'チャンネル'],
    ['Tab', 'カードなどへ移る'],
  ];
  const dialog = element(
    'dialog',
    { class: 'help', 'aria-labelledby': 'help-title' },
    element(
      'form',
      { method: 'dialog' },
      element('h2', { id: 'help-title' }, '使い方'),
      element(
        'ol',
        {},
        ...steps.map(([name, text]) =>
          element('li', {}, element('b', {}, name ?? ''), element('p', {}, text ?? '')),
        ),
      ),
      element('h3', {}, 'キーボード'),
      element(
        'dl',
        {},
        ...keys.map(([key, meaning]) =>
          element('div', {}, element('dt', {}, key), element('dd', {}, meaning)),
        ),
      ),
      close,
    ),
  );
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });
  return dialog;
}
