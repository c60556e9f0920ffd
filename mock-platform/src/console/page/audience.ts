import type { Audience } from '../../protocol/alerts.ts';
import type { Recipients, TownDesk } from '../../protocol/console.ts';
import type { DeskClient } from './desk-client.ts';
import { element } from './dom.ts';
import { select } from './fields.ts';

export interface AudienceChoice {
  elements: HTMLElement[];
  /** Undefined: everybody in the chosen districts. */
  value(): Audience | undefined;
  /** 「要支援者」 … for the sentence above the button; undefined for everybody in districts. */
  words(): string | undefined;
}

/** Whom an order is meant for: everybody in the districts, a group of them, households or single persons. */
export function createAudience(
  desk: TownDesk,
  client: DeskClient,
  districts: () => readonly string[],
  changed: () => void,
): AudienceChoice {
  const kinds: [string, string][] = [
    ['districts', '選んだ地区の全員'],
    ...desk.groups.map(({ id, name, persons }): [string, string] => [`group:${id}`, `${name}(${persons}人)`]),
    ['households', '世帯を選ぶ'],
    ['persons', '人を選ぶ'],
  ];
  const kind = select('audience', 'だれに', kinds, 'districts');
  const list = element('div', { class: 'recipients', role: 'group', 'aria-label': '選ぶ', hidden: '' });
  let homes: Recipients['households'] = [];

  const boxesOf = () => [...list.querySelectorAll<HTMLInputElement>('input:checked')];
  const line = (value: string, name: string, more: string) =>
    element(
      'label',
      {},
      element('input', { type: 'checkbox', name: 'recipient', value }),
      name,
      element('small', {}, more),
    );
  const draw = () => {
    list.hidden = kind.value !== 'households' && kind.value !== 'persons';
    if (list.hidden) return;
    list.replaceChildren(
      ...(kind.value === 'households'
        ? homes.map(({ household, name, districtName }) => line(household, name, districtName))
        : homes.flatMap(({ name, districtName, residents }) =>
            residents.map((one) =>
              line(one.subject, one.name, `${name}・${districtName}${one.supportNeeded ? '・要支援' : ''}`),
            ),
          )),
    );
  };
  kind.addEventListener('change', async () => {
    if (homes.length === 0 && (kind.value === 'households' || kind.value === 'persons')) {
      homes = (await client.recipients().catch(() => ({ households: [] }))).households;
    }
    draw();
    changed();
  });
  list.addEventListener('change', changed);

  return {
    elements: [kind, list],
    value() {
      const chosen = boxesOf().map(({ value }) => value);
      if (kind.value === 'districts') return undefined;
      if (kind.value === 'households') return { kind: 'households', households: chosen };
      if (kind.value === 'persons') return { kind: 'persons', subjects: chosen };
      const within = [...districts()];
      return {
        kind: 'group',
        group: kind.value.slice('group:'.length),
        ...(within.length === 0 ? {} : { districts: within }),
      };
    },
    words() {
      if (kind.value === 'districts') return undefined;
      const count = boxesOf().length;
      if (kind.value === 'households') return `選んだ${count}世帯`;
      if (kind.value === 'persons') return `選んだ${count}人`;
      return kinds.find(([value]) => value === kind.value)?.[1];
    },
  };
}
