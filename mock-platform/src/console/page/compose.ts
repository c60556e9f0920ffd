import type { Hazard, OrderStatus } from '../../protocol/alerts.ts';
import type { TownDesk } from '../../protocol/console.ts';
import { confirmOrder } from './confirm-order.ts';
import { type DeskClient, DeskError, sentenceFor } from './desk-client.ts';
import { createDistricts } from './districts.ts';
import { element } from './dom.ts';
import { draftOf, type Entries } from './draft.ts';
import { fieldset, select, showFault, showFaults } from './fields.ts';
import { createLevelChoice } from './level-choice.ts';
import { createPreview } from './preview.ts';
import {
  faultOfAgency,
  faultOfExtra,
  firstSentence,
  hazards,
  lengthOf,
  longestSentence,
  plain,
  sendWords,
  suggestionFor,
} from './wording.ts';

const durations = [
  ['30', '30分'],
  ['180', '3時間'],
  ['360', '6時間'],
  ['720', '12時間'],
  ['1440', '24時間'],
] as const;

/** The page that writes an order. `sent` is called with the id when the platform has stored it. */
export function createCompose(
  desk: TownDesk,
  status: OrderStatus,
  client: DeskClient,
  sent: (order: string) => void,
  signedOut: () => void,
): HTMLElement {
  let id = crypto.randomUUID();
  const live = status === 'live';
  const hazard = select('hazard', '災害', Object.entries(hazards), 'landslide');
  const shelter = select(
    'shelter',
    '避難先',
    [['', '選んでください'] as const, ...desk.shelters.map((one) => [one.id, one.name] as const)],
    '',
  );
  const minutes = select('minutes', '表示を終える時間', durations, live ? '720' : '30');
  const extra = element('input', {
    type: 'text',
    name: 'extra',
    'aria-label': '添えることば',
    autocomplete: 'off',
  });
  const agency = element('input', {
    type: 'text',
    name: 'agencyMessage',
    'aria-label': '気象庁の情報',
    autocomplete: 'off',
  });
  const count = element('output', { class: 'count' });
  const suggestion = element('button', { type: 'button', class: 'link suggestion' });
  const stay = element(
    'p',
    { class: 'stay', hidden: '' },
    'いまいる建物にとどまるよう伝えます。避難先は表示しません。',
  );
  const first = element('p', { class: 'first-sentence' });
  const level = createLevelChoice(4);
  const summary = element('p', { class: 'send-summary' });
  const failure = element('p', { class: 'failure', role: 'alert', hidden: '' });
  const send = element(
    'button',
    { type: 'submit', class: live ? 'primary send' : 'primary send drill-send', 'data-send': status },
    sendWords(status, desk.name),
  );
  const preview = createPreview(desk.name);
  const districts = createDistricts(desk, () => update());

  const entries = (): Entries => ({
    id,
    status,
    hazard: hazard.value as Hazard,
    level: level.value(),
    shelter: shelter.value,
    extra: extra.value,
    agencyMessage: agency.value,
    districts: districts.chosen(),
    minutes: Number(minutes.value),
  });
  const form = element(
    'form',
    { class: 'compose', novalidate: '' },
    element(
      'div',
      { class: 'column' },
      fieldset('hazard', 1, '災害', hazard),
      fieldset('level', 2, '警戒レベル', ...level.elements),
      fieldset('shelter', 3, '避難先', shelter, stay, first),
      fieldset('extra', 4, '添えることば', count, extra, suggestion),
    ),
    element(
      'div',
      { class: 'column' },
      fieldset('districts', 5, '地区', districts.element),
      fieldset('agencyMessage', 6, '気象庁の情報(なければ空のまま)', agency),
      fieldset('minutes', 7, '表示を終える時間', minutes),
    ),
    element('div', { class: 'column' }, element('h2', {}, 'テレビの表示'), preview.element),
    element('div', { class: 'send-bar' }, element('div', {}, summary, failure), send),
  );

  const markedShelter = (now: Entries) => desk.shelters.find((one) => one.id === now.shelter)?.marked ?? '';
  const update = () => {
    const now = entries();
    const marked = markedShelter(now);
    level.update();
    shelter.hidden = now.level === 5;
    stay.hidden = now.level !== 5;
    first.textContent = `1文目:${plain(firstSentence(now.level, status, marked))}`;
    const length = lengthOf(now.extra);
    count.textContent = `${length}／${longestSentence}字`;
    count.classList.toggle('over', length > longestSentence);
    suggestion.textContent = `例:${suggestionFor(now.hazard, now.level)}`;
    const { names, boxes } = districts.summary();
    summary.replaceChildren(
      boxes === 0 && names === ''
        ? '地区を選ぶと、表示されるテレビの数が出ます。'
        : element(
            'span',
            {},
            `${names}の`,
            element('b', {}, `${boxes}台`),
            `のテレビに${live ? 'すぐ' : '訓練として'}表示されます。`,
          ),
    );
    preview.show(now, marked);
  };
  form.addEventListener('input', ({ target }) => {
    const part = (target as Element).closest('fieldset');
    if (part) showFault(part, undefined);
    update();
  });
  suggestion.addEventListener('click', () => {
    const now = entries();
    extra.value = suggestionFor(now.hazard, now.level);
    update();
    extra.focus();
  });
  const checkOnLeaving = (input: HTMLInputElement, faultOf: (text: string) => string | undefined) =>
    input.addEventListener('blur', () => {
      const part = input.closest('fieldset');
      if (part) showFault(part, faultOf(input.value));
    });
  checkOnLeaving(extra, faultOfExtra);
  checkOnLeaving(agency, faultOfAgency);

  const ask = (): Promise<boolean> => {
    const now = entries();
    return confirmOrder(desk.name, now, markedShelter(now), districts.summary());
  };
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (send.classList.contains('busy')) return;
    const checked = draftOf(entries(), desk);
    failure.hidden = true;
    showFaults(form, 'faults' in checked ? checked.faults : {});
    if ('faults' in checked) return;
    if (live && !(await ask())) return;
    send.classList.add('busy');
    try {
      await client.send(checked.draft);
      id = crypto.randomUUID();
      sent(checked.draft.id);
    } catch (error) {
      if (error instanceof DeskError && error.status === 401) signedOut();
      if (error instanceof DeskError && error.code === 'order.id-used') id = crypto.randomUUID();
      if (error instanceof DeskError) showFaults(form, error.faults);
      failure.textContent = sentenceFor(error);
      failure.hidden = false;
    } finally {
      send.classList.remove('busy');
    }
  });

  const root = element(
    'section',
    { class: 'view', 'aria-labelledby': 'compose-title' },
    element('h1', { id: 'compose-title' }, live ? '避難の指示を作る' : '訓練の指示を作る'),
    form,
  );
  update();
  return root;
}
