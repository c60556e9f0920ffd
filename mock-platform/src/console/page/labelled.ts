import { element } from './dom.ts';

/** A field with its name above it. */
export const labelled = (name: string, field: HTMLElement): HTMLLabelElement =>
  element('label', { class: 'labelled' }, element('span', {}, name), field);
