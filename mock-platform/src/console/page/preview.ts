import { drawing, element } from './dom.ts';
import type { Entries } from './draft.ts';
import { answerWords, partsOf, sentencesOf, spokenTime, wordsOf } from './wording.ts';

const signs: Record<string, string> = {
  evacuating: 'M31 8a4 4 0 1 0 .1 0M26 17l-9 3-5 8M26 17l6 4-6 10 8 7v10M26 31l-8 8H8M32 21l5 7h8',
  safe: 'M6 24 24 8l18 16M11 21v20h26V21M17 29l5 5 9-9',
  help: 'M24 8a4 4 0 1 0 .1 0M8 8l10 13h12L40 8M18 21v24M30 21v24M18 33h12',
};
const sign = (answer: string) =>
  drawing(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48"><path d="${signs[answer]}" fill="none" stroke="currentColor" stroke-width="4" stroke-linecap="round" stroke-linejoin="round"/></svg>`,
    'tv-sign',
  );

/** Text with readings as ruby. */
function ruby(marked: string): Node[] {
  return partsOf(marked).map(({ text, reading }) =>
    reading === undefined
      ? document.createTextNode(text)
      : element('ruby', {}, text, element('rt', {}, reading)),
  );
}

export interface Preview {
  element: HTMLElement;
  show(entries: Entries, shelterMarked: string): void;
}

/** What viewers will see, scaled down: the order page of the television for a person called はな. */
export function createPreview(townName: string): Preview {
  const root = element('div', { class: 'preview', role: 'img' });
  return {
    element: root,
    show(entries, shelterMarked) {
      const drill = entries.status === 'drill';
      const words = wordsOf(entries.level);
      const sentences = sentencesOf(entries.level, entries.status, shelterMarked, entries.extra);
      root.className = `preview level-${entries.level}${drill ? ' drill' : ''}`;
      root.setAttribute(
        'aria-label',
        `テレビの表示:${drill ? '訓練、' : ''}警戒レベル${entries.level} ${words.name}。${words.verb}`,
      );
      const band = element(
        'div',
        { class: 'band' },
        element(
          'div',
          { class: 'band-level' },
          ...(drill ? [element('span', { class: 'word' }, '訓練')] : []),
          '警戒レベル',
          element('b', {}, String(entries.level)),
          drill ? words.name : element('ruby', {}, words.name, element('rt', {}, words.reading)),
        ),
        element(
          'div',
          { class: 'band-issuer' },
          element('span', {}, element('b', {}, `${townName}から`), ` ${spokenTime(new Date())}`),
          ...(entries.agencyMessage.trim() === '' || drill
            ? []
            : [element('small', {}, `気象庁 ${entries.agencyMessage.trim()}`)]),
        ),
      );
      root.replaceChildren(
        ...(drill
          ? ['one', 'two', 'three', 'four'].map((corner) =>
              element('i', { class: `corner ${corner}` }, '訓練'),
            )
          : []),
        element(
          'div',
          { class: 'preview-page' },
          band,
          element('div', { class: 'call' }, drill ? 'はなさん、訓練です。' : 'はなさん'),
          element('div', { class: 'verb' }, words.verb),
          element('div', { class: 'say' }, ...sentences.map((text) => element('p', {}, ...ruby(text)))),
          element(
            'div',
            { class: 'replies' },
            ...words.answers.map((answer) =>
              element(
                'span',
                {},
                sign(answer),
                answerWords[answer],
                ...(drill ? [element('i', { class: 'tag' }, '訓練')] : []),
              ),
            ),
          ),
        ),
      );
    },
  };
}
