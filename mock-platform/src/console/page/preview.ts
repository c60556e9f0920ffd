import type { Hazard, Level, OrderStatus } from '../../protocol/alerts.ts';
import { drawing, element } from './dom.ts';
import { type Language, languages, tvWords } from './tv-words.ts';
import { partsOf, spokenTime, wordsOf } from './wording.ts';

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
const play = drawing(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="M8 5v14l11-7z" fill="currentColor"/></svg>',
  'play-sign',
);

/** What a television is going to show. */
export interface Shown {
  status: OrderStatus;
  hazard: Hazard;
  level: Level;
  agencyMessage: string;
  /** Sentences with readings, by language. */
  sentences: Record<Language, readonly string[]>;
}

/** Text with readings as ruby. */
function ruby(marked: string): Node[] {
  return partsOf(marked).map(({ text, reading }) =>
    reading === undefined
      ? document.createTextNode(text)
      : element('ruby', {}, text, element('rt', {}, reading)),
  );
}

const asRead = (marked: string): string =>
  partsOf(marked)
    .map(({ text, reading }) => reading ?? text)
    .join('');

/** The sentences of an order as the television speaks them, in its order. */
export function spokenLines(shown: Shown, town: string, language: Language): string[] {
  const words = tvWords[language];
  const { name, reading, verb } = words.levels[shown.level];
  const drill = shown.status === 'drill';
  const sentences = shown.sentences[language].map((text) => asRead(drill ? words.drillSentence(text) : text));
  const lines = [words.person, words.spokenIssued(town, reading || name), verb, ...sentences];
  return drill ? lines.flatMap((line) => [words.spokenDrill, line]) : lines;
}

function screen(shown: Shown, town: string, language: Language): Node[] {
  const drill = shown.status === 'drill';
  const words = tvWords[language];
  const { name, reading, verb } = words.levels[shown.level];
  const band = element(
    'div',
    { class: 'band' },
    element(
      'div',
      { class: 'band-level' },
      ...(drill ? [element('span', { class: 'word' }, words.drill)] : []),
      words.level,
      element('b', {}, String(shown.level)),
      drill || reading === ''
        ? element('span', { class: 'official-name' }, name)
        : element('ruby', {}, name, element('rt', {}, reading)),
    ),
    element(
      'div',
      { class: 'band-issuer' },
      element('span', {}, element('b', {}, words.issuedBy(town)), ` ${spokenTime(new Date())}`),
      ...(shown.agencyMessage === '' || drill
        ? []
        : [element('small', {}, words.agency(shown.agencyMessage))]),
    ),
  );
  return [
    ...(drill
      ? ['one', 'two', 'three', 'four'].map((corner) =>
          element('i', { class: `corner ${corner}` }, words.drill),
        )
      : []),
    element(
      'div',
      { class: 'preview-page' },
      band,
      element('div', { class: 'call' }, drill ? words.drillCall : words.person),
      element('div', { class: 'verb' }, verb),
      element(
        'div',
        { class: 'say' },
        ...shown.sentences[language].map((text) =>
          element('p', {}, ...ruby(drill ? words.drillSentence(text) : text)),
        ),
      ),
      element(
        'div',
        { class: 'replies' },
        ...wordsOf(shown.level).answers.map((answer) =>
          element(
            'span',
            {},
            sign(answer),
            words.answers[answer],
            ...(drill ? [element('i', { class: 'tag' }, words.drill)] : []),
          ),
        ),
      ),
    ),
  ];
}

export interface Preview {
  element: HTMLElement;
  show(shown: Shown): void;
}

/** What viewers will see and hear, scaled down, in the language that is chosen: for a person called はな. */
export function createPreview(townName: string): Preview {
  const picture = element('div', { class: 'preview', role: 'img' });
  const spoken = element('p', { class: 'spoken-text' });
  const listen = element(
    'button',
    { type: 'button', class: 'listen', 'aria-label': '読み上げを聞く' },
    play.cloneNode(true),
  );
  let language: Language = 'ja';
  let last: Shown | undefined;
  const tabs = Object.entries(languages).map(([key, name]) => {
    const tab = element('button', { type: 'button', class: 'language', 'aria-pressed': 'false' }, name);
    tab.addEventListener('click', () => {
      language = key as Language;
      draw();
    });
    return { key, tab };
  });
  const draw = () => {
    if (!last) return;
    const words = tvWords[language];
    const name = words.levels[last.level].name;
    for (const { key, tab } of tabs) tab.setAttribute('aria-pressed', String(key === language));
    picture.className = `preview level-${last.level}${last.status === 'drill' ? ' drill' : ''} in-${language}`;
    picture.lang = words.tag;
    picture.setAttribute(
      'aria-label',
      `テレビの表示:${last.status === 'drill' ? '訓練、' : ''}警戒レベル${last.level} ${name}。${spokenLines(last, townName, language).join(' ')}`,
    );
    picture.replaceChildren(...screen(last, townName, language));
    spoken.lang = words.tag;
    spoken.textContent = spokenLines(last, townName, language).join(' ');
  };
  listen.hidden = !('speechSynthesis' in window);
  listen.addEventListener('click', () => {
    const said = new SpeechSynthesisUtterance(spoken.textContent ?? '');
    said.lang = language === 'en' ? 'en-US' : 'ja-JP';
    speechSynthesis.cancel();
    speechSynthesis.speak(said);
  });
  return {
    element: element(
      'div',
      { class: 'preview-group' },
      element(
        'div',
        { class: 'languages', role: 'group', 'aria-label': 'テレビの言葉' },
        ...tabs.map(({ tab }) => tab),
      ),
      picture,
      element('div', { class: 'spoken' }, listen, spoken),
    ),
    show(shown) {
      last = shown;
      draw();
    },
  };
}
