import { element } from './dom.ts';
import type { Field } from './draft.ts';

/** A numbered part of the form with its heading and the place for its error. */
export function fieldset(
  field: Field,
  number: number,
  title: string,
  ...content: (Node | string)[]
): HTMLFieldSetElement {
  return element(
    'fieldset',
    { 'data-field': field, 'aria-describedby': `fault-${field}` },
    element('legend', {}, element('span', { class: 'number', 'aria-hidden': 'true' }, String(number)), title),
    ...content,
    element('p', { class: 'fault', id: `fault-${field}`, hidden: '' }),
  );
}

/** A drop-down list. */
export function select(
  name: string,
  label: string,
  options: readonly (readonly [value: string, text: string])[],
  chosen: string,
): HTMLSelectElement {
  const made = element(
    'select',
    { name, 'aria-label': label },
    ...options.map(([value, text]) => element('option', { value }, text)),
  );
  made.value = chosen;
  return made;
}

/** Shows the errors of a form by field and moves the focus to the first of them. */
export function showFaults(form: HTMLElement, faults: Partial<Record<Field, string>>): void {
  for (const place of form.querySelectorAll<HTMLElement>('.fault')) {
    const field = place.id.replace('fault-', '') as Field;
    const text = faults[field];
    place.hidden = text === undefined;
    place.textContent = text ?? '';
    place.closest('fieldset')?.classList.toggle('faulty', text !== undefined);
  }
  const first = form.querySelector<HTMLElement>('.faulty input, .faulty select');
  first?.focus();
}
