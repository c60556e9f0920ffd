import { element } from './dom.ts';
import type { Field } from './draft.ts';

/** A numbered part of the form with its heading and the place for its error. */
export function fieldset(
  field: Field,
  number: number | undefined,
  title: string,
  ...content: (Node | string)[]
): HTMLFieldSetElement {
  return element(
    'fieldset',
    { 'data-field': field, 'aria-describedby': `fault-${field}` },
    element(
      'legend',
      {},
      ...(number === undefined
        ? []
        : [element('span', { class: 'number', 'aria-hidden': 'true' }, String(number))]),
      title,
    ),
    ...content,
    element('p', { class: 'fault', id: `fault-${field}`, hidden: '' }),
  );
}

/** A line of text. */
export function field(name: string, label: string, value = ''): HTMLInputElement {
  const made = element('input', { type: 'text', name, 'aria-label': label, autocomplete: 'off' });
  made.value = value;
  return made;
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

/** Shows what is wrong with one part of the form, or that nothing is any more. */
export function showFault(part: HTMLElement, text: string | undefined): void {
  const place = part.querySelector<HTMLElement>('.fault');
  const control = part.querySelector('input, select');
  if (!place || !control) return;
  place.hidden = text === undefined;
  place.textContent = text ?? '';
  part.classList.toggle('faulty', text !== undefined);
  if (text === undefined) {
    control.removeAttribute('aria-invalid');
    control.removeAttribute('aria-describedby');
  } else {
    control.setAttribute('aria-invalid', 'true');
    control.setAttribute('aria-describedby', place.id);
  }
}

/** Shows the errors of a form by field and moves the focus to the first of them. */
export function showFaults(form: HTMLElement, faults: Partial<Record<Field, string>>): void {
  for (const part of form.querySelectorAll<HTMLElement>('fieldset[data-field]')) {
    showFault(part, faults[part.dataset.field as Field]);
  }
  const first = form.querySelector<HTMLElement>('.faulty input, .faulty select');
  first?.focus();
}
