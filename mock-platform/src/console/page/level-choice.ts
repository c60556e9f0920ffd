import type { Level } from '../../protocol/alerts.ts';
import { element } from './dom.ts';
import { levels } from './wording.ts';

export interface LevelChoice {
  elements: HTMLElement[];
  value(): Level;
  /** Marks the chosen level. */
  update(): void;
}

/** The three levels with their official colours and the words of the television. */
export function createLevelChoice(first: Level): LevelChoice {
  const choices = levels.map(({ level, name, verb }) => {
    const input = element('input', { type: 'radio', name: 'level', value: String(level) });
    input.checked = level === first;
    const label = element(
      'label',
      { class: 'level' },
      input,
      element('b', { class: `level-${level}`, 'aria-hidden': 'true' }, String(level)),
      element('span', {}, element('strong', {}, name), element('small', {}, verb)),
    );
    return { level, input, label };
  });
  return {
    elements: choices.map(({ label }) => label),
    value: () => choices.find(({ input }) => input.checked)?.level ?? first,
    update() {
      for (const { input, label } of choices) label.classList.toggle('chosen', input.checked);
    },
  };
}
