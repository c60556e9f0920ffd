import type { TownDesk } from '../../protocol/console.ts';
import { element } from './dom.ts';
import { createMap } from './map.ts';

export interface Districts {
  element: HTMLElement;
  chosen(): string[];
  /** 「山手・北谷」 and how many televisions that is. */
  summary(): { names: string; boxes: number; households: number };
}

/**
 * Map and list of the districts with households and televisions, to be ticked one by one or all at once; both always say
 * the same.
 */
export function createDistricts(
  desk: TownDesk,
  changed: () => void,
  first: readonly string[] = [],
): Districts {
  const boxes = desk.districts.map((district) => ({
    district,
    input: element('input', { type: 'checkbox', name: 'district', value: district.code }),
  }));
  for (const { district, input } of boxes) input.checked = first.includes(district.code);
  const map = createMap(desk, (code) => {
    const box = boxes.find(({ district }) => district.code === code);
    if (box) box.input.checked = !box.input.checked;
    update();
  });
  const all = element('input', { type: 'checkbox', 'data-all': '' });
  const sum = element('tr', { class: 'sum' });
  const picked = () => boxes.filter(({ input }) => input.checked).map(({ district }) => district);
  const total = (of: 'households' | 'boxes') => picked().reduce((count, district) => count + district[of], 0);
  const cell = (text: string) => element('td', {}, text);

  const draw = () => {
    const count = picked().length;
    all.checked = count === boxes.length;
    all.indeterminate = count > 0 && count < boxes.length;
    for (const { input } of boxes) input.closest('tr')?.classList.toggle('chosen', input.checked);
    map?.update(
      new Set(picked().map(({ code }) => code)),
      (code) => `${desk.districts.find((one) => one.code === code)?.households ?? 0}世帯`,
    );
    sum.replaceChildren(
      element('th', { scope: 'row' }, count === 0 ? '選んだ地区はありません' : `選んだ${count}地区`),
      cell(String(total('households'))),
      cell(`${total('boxes')}台`),
    );
  };
  const update = () => {
    draw();
    changed();
  };
  all.addEventListener('change', () => {
    for (const { input } of boxes) input.checked = all.checked;
    update();
  });

  const head = (text: string) => element('th', { scope: 'col' }, text);
  const table = element(
    'table',
    { class: 'districts' },
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        element('th', { scope: 'col' }, element('label', {}, all, 'すべて')),
        head('世帯'),
        head('テレビ'),
      ),
    ),
    element(
      'tbody',
      {},
      ...boxes.map(({ district, input }) => {
        input.addEventListener('change', update);
        return element(
          'tr',
          {},
          element('th', { scope: 'row' }, element('label', {}, input, district.name)),
          cell(String(district.households)),
          cell(`${district.boxes}台`),
        );
      }),
    ),
    element('tfoot', {}, sum),
  );
  draw();
  return {
    element: element('div', { class: 'district-choice' }, ...(map ? [map.element] : []), table),
    chosen: () => picked().map(({ code }) => code),
    summary: () => ({
      names: picked()
        .map(({ name }) => name)
        .join('・'),
      boxes: total('boxes'),
      households: total('households'),
    }),
  };
}
