import type { Hazard, OrderStatus } from '../../protocol/alerts.ts';
import type { TownDesk } from '../../protocol/console.ts';
import { createAudience } from './audience.ts';
import { confirmOrder } from './confirm-order.ts';
import { type DeskClient, DeskError, sentenceFor } from './desk-client.ts';
import { createDistricts } from './districts.ts';
import { element } from './dom.ts';
import { draftOf, type Entries, sentencesIn } from './draft.ts';
import { field, fieldset, select, showFault, showFaults } from './fields.ts';
import { createLevelChoice } from './level-choice.ts';
import type { Prefill } from './prefill.ts';
import { createPreview } from './preview.ts';
import { createSchedule } from './schedule.ts';
import { agencyNameFor, templateFor } from './templates.ts';
import { twoPersons } from './two-persons.ts';
import { faultOfAgency, hazards, lengthOf, longestSentence, plain, sendWords } from './wording.ts';

const durations = [
  ['30', '30分'],
  ['180', '3時間'],
  ['360', '6時間'],
  ['720', '12時間'],
  ['1440', '24時間'],
] as const;

export interface ComposeDoors {
  /** Called with the order's id when the televisions are going to have it. */
  released(order: string): void;
  /** Called when it waits for the second official, or was saved. */
  waiting(): void;
  signedOut(): void;
}

/** The page that writes an order. */
export function createCompose(
  desk: TownDesk,
  status: OrderStatus,
  client: DeskClient,
  doors: ComposeDoors,
  prefill?: Prefill,
): HTMLElement {
  const start = prefill?.entries ?? {};
  let id = start.id ?? crypto.randomUUID();
  let version = prefill?.version;
  const live = status === 'live';
  const needsApproval = live && desk.twoPersons;
  const hazard = select('hazard', '災害', Object.entries(hazards), start.hazard ?? 'landslide');
  const shelter = select(
    'shelter',
    '避難先',
    [['', '選んでください'] as const, ...desk.shelters.map((one) => [one.id, one.name] as const)],
    start.shelter ?? '',
  );
  const minutes = select(
    'minutes',
    '表示を終える時間',
    durations,
    String(start.minutes ?? (live ? '720' : '30')),
  );
  const extra = field('extra', '添えることば', start.extra);
  const extraPlain = field('extraPlain', 'やさしい日本語で添えることば', start.extraPlain);
  const extraEn = field('extraEn', '英語で添えることば', start.extraEn);
  extraEn.lang = 'en';
  const agency = field('agencyMessage', '気象庁の情報', start.agencyMessage);
  const count = element('output', { class: 'count' });
  const suggestion = element('button', { type: 'button', class: 'link suggestion' });
  const agencySuggestion = element('button', { type: 'button', class: 'link suggestion' });
  const stay = element(
    'p',
    { class: 'stay', hidden: '' },
    'いまいる建物にとどまるよう伝えます。避難先は表示しません。',
  );
  const first = element('p', { class: 'first-sentence' });
  const level = createLevelChoice(start.level ?? 4);
  const summary = element('p', { class: 'send-summary' });
  const failure = element('p', { class: 'failure', role: 'alert', hidden: '' });
  const send = element(
    'button',
    { type: 'submit', class: live ? 'primary send' : 'primary send drill-send', 'data-send': status },
    sendWords(status, desk.name, needsApproval),
  );
  const save = element('button', { type: 'button', class: 'link save' }, '下書きに保存');
  const preview = createPreview(desk.name);
  const schedule = createSchedule(() => update());
  const districts = createDistricts(desk, () => update(), start.districts);
  const audience = createAudience(desk, client, districts.chosen, () => update());

  const entries = (): Entries => {
    const meant = audience.value();
    return {
      id,
      status,
      hazard: hazard.value as Hazard,
      level: level.value(),
      shelter: shelter.value,
      extra: extra.value,
      extraPlain: extraPlain.value,
      extraEn: extraEn.value,
      agencyMessage: agency.value,
      districts: districts.chosen(),
      ...(meant === undefined ? {} : { audience: meant }),
      minutes: Number(minutes.value),
    };
  };
  const template = () => templateFor(hazard.value as Hazard, level.value(), desk.templates);
  const form = element(
    'form',
    { class: 'compose', novalidate: '' },
    element(
      'div',
      { class: 'column' },
      fieldset('hazard', 1, '災害', hazard),
      fieldset('level', 2, '警戒レベル', ...level.elements),
      fieldset('shelter', 3, '避難先', shelter, stay, first),
      fieldset(
        'extra',
        4,
        '添えることば',
        count,
        extra,
        element('p', { class: 'hint' }, '漢字は4字まで。読みがなは自動でつきます。'),
        suggestion,
      ),
      fieldset(
        'translations',
        undefined,
        'ほかの言葉のテレビ',
        element('label', { class: 'small-label' }, 'やさしい日本語', extraPlain),
        element('label', { class: 'small-label' }, '英語', extraEn),
        element('p', { class: 'hint' }, '空のときは、日本語のまま表示します。'),
      ),
    ),
    element(
      'div',
      { class: 'column' },
      fieldset('districts', 5, '地区', districts.element),
      fieldset('audience', 6, 'だれに', ...audience.elements),
      fieldset('agencyMessage', 7, '気象庁の情報(なければ空のまま)', agency, agencySuggestion),
    ),
    element(
      'div',
      { class: 'column' },
      element('h2', {}, 'テレビの表示'),
      preview.element,
      ...(needsApproval ? [twoPersons(desk, client)] : []),
      fieldset('minutes', 8, '表示を終える時間', minutes),
      fieldset('scheduledFor', 9, '表示を始める時刻', schedule.element),
    ),
    element('div', { class: 'send-bar' }, element('div', {}, summary, failure), save, send),
  );

  const update = () => {
    const now = entries();
    level.update();
    shelter.hidden = now.level === 5;
    stay.hidden = now.level !== 5;
    const sentences = {
      ja: sentencesIn(now, desk, 'ja'),
      plain: sentencesIn(now, desk, 'plain'),
      en: sentencesIn(now, desk, 'en'),
    };
    first.textContent = `1文目:${plain(sentences.ja[0] ?? '')}`;
    const length = lengthOf(now.extra);
    count.textContent = `${length}／${longestSentence}字`;
    count.classList.toggle('over', length > longestSentence);
    suggestion.textContent = `例:${plain(template().sentence)}`;
    const agencyName = agencyNameFor(now.hazard, now.level);
    agencySuggestion.hidden = agencyName === undefined;
    agencySuggestion.textContent = `例:${agencyName ?? ''}`;
    const { names, boxes } = districts.summary();
    const meant = audience.words();
    const when = schedule.value() === undefined ? 'すぐ' : '決めた時刻に';
    summary.replaceChildren(
      boxes === 0 && names === '' && meant === undefined
        ? '地区を選ぶと、表示されるテレビの数が出ます。'
        : element(
            'span',
            {},
            needsApproval ? '承認のあと、' : '',
            meant === undefined ? `${names}の` : `${names === '' ? '' : `${names}の`}${meant}の`,
            ...(meant === undefined ? [element('b', {}, `${boxes}台`), 'の'] : []),
            `テレビに${live ? when : '訓練として'}表示されます。`,
          ),
    );
    preview.show({ ...now, agencyMessage: now.agencyMessage.trim(), sentences });
  };
  form.addEventListener('input', ({ target }) => {
    const part = (target as Element).closest('fieldset');
    if (part) showFault(part, undefined);
    // Translations of a ready sentence are not those of another.
    if (target === extra && extraPlain.value === template().plain) extraPlain.value = '';
    if (target === extra && extraEn.value === template().en) extraEn.value = '';
    update();
  });
  suggestion.addEventListener('click', () => {
    const ready = template();
    extra.value = plain(ready.sentence);
    extraPlain.value = ready.plain;
    extraEn.value = ready.en;
    update();
    extra.focus();
  });
  agencySuggestion.addEventListener('click', () => {
    agency.value = agencyNameFor(hazard.value as Hazard, level.value()) ?? '';
    update();
  });
  const checkOnLeaving = (input: HTMLInputElement, faultOf: (text: string) => string | undefined) =>
    input.addEventListener('blur', () => {
      const part = input.closest('fieldset');
      if (part) showFault(part, faultOf(input.value));
    });
  checkOnLeaving(extra, (text) => {
    const checked = draftOf({ ...entries(), extra: text }, desk);
    return 'faults' in checked ? checked.faults.extra : undefined;
  });
  checkOnLeaving(agency, faultOfAgency);

  const hand = async (submit: boolean) => {
    if (send.classList.contains('busy')) return;
    // A ready sentence brings its translations even when it was typed.
    const ready = template();
    if (extra.value.trim() === plain(ready.sentence)) {
      extraPlain.value ||= ready.plain;
      extraEn.value ||= ready.en;
    }
    const now = entries();
    const checked = draftOf(now, desk);
    failure.hidden = true;
    showFaults(form, 'faults' in checked ? checked.faults : {});
    if ('faults' in checked) return;
    const { names, boxes } = districts.summary();
    const where = { names: audience.words() ?? names, boxes, everybody: now.audience === undefined };
    if (submit && live && !(await confirmOrder(desk, now, where))) return;
    send.classList.add('busy');
    try {
      const scheduledFor = schedule.value();
      const kept = await client.keep({
        draft: checked.draft,
        submit,
        ...(version === undefined ? {} : { version }),
        ...(prefill?.updates === undefined ? {} : { updates: prefill.updates }),
        ...(scheduledFor === undefined ? {} : { scheduledFor }),
      });
      version = submit ? undefined : kept.version;
      if (submit) id = crypto.randomUUID();
      if (kept.state === 'released') doors.released(kept.id);
      else doors.waiting();
    } catch (error) {
      if (error instanceof DeskError && error.status === 401) doors.signedOut();
      if (error instanceof DeskError && error.code === 'order.id-used') id = crypto.randomUUID();
      if (error instanceof DeskError) showFaults(form, error.faults);
      failure.textContent = sentenceFor(error);
      failure.hidden = false;
    } finally {
      send.classList.remove('busy');
    }
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void hand(true);
  });
  save.addEventListener('click', () => void hand(false));

  const root = element(
    'section',
    { class: 'view', 'aria-labelledby': 'compose-title' },
    element('h1', { id: 'compose-title' }, live ? '避難の指示を作る' : '訓練の指示を作る'),
    ...(prefill ? [element('p', { class: 'note', role: 'status' }, prefill.note)] : []),
    form,
  );
  update();
  return root;
}
