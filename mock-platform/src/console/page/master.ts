import type { TownDesk } from '../../protocol/console.ts';
import type { MasterData } from '../../protocol/master-data.ts';
import { type DeskClient, DeskError, sentenceFor } from './desk-client.ts';
import { element } from './dom.ts';
import { labelled } from './labelled.ts';
import { allTemplates } from './templates.ts';
import { dayAndTime, hazards } from './wording.ts';

interface FieldOf {
  name: string;
  label: string;
  kind?: 'number' | 'district';
}

const shelterFields: readonly FieldOf[] = [
  { name: 'name', label: '名前' },
  { name: 'reading', label: 'よみ' },
  { name: 'marked', label: '読みがなつきの名前' },
  { name: 'english', label: '英語の名前' },
  { name: 'address', label: '住所' },
  { name: 'district', label: '地区', kind: 'district' },
  { name: 'capacity', label: '入れる人数', kind: 'number' },
  { name: 'note', label: '備考' },
];
const districtFields: readonly FieldOf[] = [
  { name: 'name', label: '名前' },
  { name: 'households', label: '世帯', kind: 'number' },
];
const templateFields: readonly FieldOf[] = [
  { name: 'sentence', label: '日本語' },
  { name: 'plain', label: 'やさしい日本語' },
  { name: 'en', label: '英語' },
];
const kinds = { shelter: '避難所', district: '地区', template: '文例', supporter: '支援者' } as const;
const places = { way: '移動中', inside: '建物の中' } as const;

type Save = (what: string, change: { version: number; entry: object }) => Promise<void>;

/** One entry, to be opened, changed and saved. */
function entryForm(
  title: string,
  fields: readonly FieldOf[],
  values: Record<string, string | number>,
  districts: MasterData['districts'],
  save: (entry: Record<string, string | number>) => Promise<void>,
): HTMLElement {
  const inputs = fields.map(({ name, label, kind }) => {
    const value = String(values[name] ?? '');
    if (kind === 'district') {
      const list = element(
        'select',
        { name },
        ...districts.map((one) => element('option', { value: one.code }, one.name)),
      );
      list.value = value;
      return { name, kind, input: list, labelled: labelled(label, list) };
    }
    const input = element('input', {
      name,
      type: kind === 'number' ? 'number' : 'text',
      autocomplete: 'off',
    });
    input.value = value;
    return { name, kind, input, labelled: labelled(label, input) };
  });
  const form = element(
    'form',
    { class: 'entry' },
    ...inputs.map((one) => one.labelled),
    element('button', { type: 'submit', class: 'primary' }, '保存する'),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void save(
      Object.fromEntries(
        inputs.map(({ name, kind, input }) => [name, kind === 'number' ? Number(input.value) : input.value]),
      ),
    );
  });
  return element('details', { 'data-entry': title }, element('summary', {}, title), form);
}

function supporters(resident: MasterData['residents'][number], save: Save): HTMLElement {
  const lines = element('textarea', { rows: '3' });
  lines.value = resident.supporters.map(({ name, role }) => `${name}、${role}`).join('\n');
  const form = element(
    'form',
    { class: 'entry' },
    labelled('1行に1人、「名前、役割」', lines),
    element('button', { type: 'submit', class: 'primary' }, '保存する'),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const entered = lines.value.split('\n').flatMap((line) => {
      const [name = '', role = ''] = line.split(/[、,]/).map((part) => part.trim());
      return name === '' ? [] : [{ name, role: role || '支援者' }];
    });
    void save(`supporters/${resident.subject}`, {
      version: resident.version,
      entry: { supporters: entered },
    });
  });
  const mark = resident.supportNeeded ? '・要支援' : '';
  return element(
    'details',
    {},
    element(
      'summary',
      {},
      `${resident.name}(${resident.householdName}${mark}) 支援者${resident.supporters.length}人`,
    ),
    form,
  );
}

function draw(data: MasterData, save: Save): HTMLElement[] {
  const part = (title: string, ...content: HTMLElement[]) =>
    element('section', { class: 'master-part' }, element('h2', {}, title), ...content);
  return [
    part(
      '避難所',
      ...data.shelters.map(({ id, version, ...shelter }) =>
        entryForm(shelter.name, shelterFields, shelter, data.districts, (entry) =>
          save(`shelters/${id}`, { version, entry }),
        ),
      ),
    ),
    part(
      '地区',
      ...data.districts.map(({ code, version, ...district }) =>
        entryForm(district.name, districtFields, district, [], (entry) =>
          save(`districts/${code}`, { version, entry }),
        ),
      ),
    ),
    part(
      '文例',
      ...data.templates.map(({ version, hazard, place, ...words }) =>
        entryForm(`${hazards[hazard]}・${places[place]}`, templateFields, words, [], (entry) =>
          save('templates', { version, entry: { hazard, place, ...entry } }),
        ),
      ),
    ),
    part('支援者', ...data.residents.map((resident) => supporters(resident, save))),
    part(
      '変更の記録',
      element(
        'ul',
        { class: 'changes' },
        ...data.changes.map(({ at, by, kind, key, version }) =>
          element('li', {}, `${dayAndTime(at)} ${by} ${kinds[kind]} ${nameOf(data, kind, key)} ${version}版`),
        ),
      ),
    ),
  ];
}

function nameOf(data: MasterData, kind: keyof typeof kinds, key: string): string {
  if (kind === 'shelter') return data.shelters.find(({ id }) => id === key)?.name ?? key;
  if (kind === 'district') return data.districts.find(({ code }) => code === key)?.name ?? key;
  if (kind === 'supporter') return data.residents.find(({ subject }) => subject === key)?.name ?? '—';
  return key;
}

/** The town's own sentences, and ours where it has none yet. */
function withReadyTemplates(data: MasterData): MasterData {
  const templates = allTemplates.map(
    (ready) =>
      data.templates.find(({ hazard, place }) => hazard === ready.hazard && place === ready.place) ?? {
        ...ready,
        version: 0,
      },
  );
  return { ...data, templates };
}

/** What the town keeps in ordinary times; saving here reaches no television. */
export function createMaster(desk: TownDesk, client: DeskClient, signedOut: () => void) {
  const content = element('div', { class: 'master' });
  const said = element('p', { role: 'status', class: 'note', hidden: '' });
  const failure = element('p', { class: 'failure', role: 'alert', hidden: '' });
  const show = (data: MasterData) => {
    const opened = [...content.querySelectorAll('details[open] > summary')].map((one) => one.textContent);
    const ready = withReadyTemplates(data);
    content.replaceChildren(...draw(ready, save));
    for (const summary of content.querySelectorAll('details > summary')) {
      if (opened.includes(summary.textContent)) (summary.parentElement as HTMLDetailsElement).open = true;
    }
  };
  const fail = (error: unknown) => {
    if (error instanceof DeskError && error.status === 401) signedOut();
    failure.textContent = sentenceFor(error);
    failure.hidden = false;
  };
  const save: Save = async (what, change) => {
    failure.hidden = true;
    said.hidden = true;
    try {
      show(await client.changeMaster(what, change));
      said.textContent = '保存しました。テレビには何も出ません。';
      said.hidden = false;
    } catch (error) {
      fail(error);
    }
  };
  return {
    element: element(
      'section',
      { class: 'view', 'aria-labelledby': 'master-title' },
      element('h1', { id: 'master-title' }, '台帳'),
      element(
        'p',
        {},
        `${desk.name}の避難所・地区・文例・支援者です。ここで保存しても、テレビには何も出ません。`,
      ),
      said,
      failure,
      content,
    ),
    open: () => void client.master().then(show, fail),
    close: () => undefined,
  };
}
