import type Lightning from '@lightningjs/core';

/** Children of a page or component: capitalised keys are references, as Lightning has it. */
export type Children = Record<string, object | number | boolean | undefined>;

type ComponentType<C> = { new (...args: never[]): C };

/**
 * Template of a component with its properties type-checked: `place(Button, { x: 96, y: 700, label: 'やめる' })`.
 * Lightning's own templates accept any property.
 */
export function place<C extends Lightning.Component>(
  type: ComponentType<C>,
  properties: Partial<Omit<C, 'type'>>,
): object {
  return { type, ...properties };
}
