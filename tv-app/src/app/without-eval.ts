import Lightning from '@lightningjs/core';
import * as z from 'zod/mini';

/**
 * Lets the page run under a policy without `unsafe-eval`. Lightning compiles templates with `new Function`; patching builds
 * the same tree. (Its other use, routers of component states, never runs: no component here has states.)
 */
const component = Lightning.Component as unknown as {
  parseTemplate(template: object): { f: (element: Lightning.Element) => void; a: unknown[] };
};
component.parseTemplate = (template) => ({ f: (element) => element.patch(template as never), a: [] });

/** Transitions read and write a property by its path. */
const element = Lightning.Element as unknown as {
  getGetter(path: string): (of: object) => unknown;
  getSetter(path: string): (of: object, value: unknown) => void;
};
type Properties = Record<string, unknown>;
const follow = (of: object, parts: readonly string[]): Properties =>
  parts.reduce((at, part) => at[part] as Properties, of as Properties);
element.getGetter = (path) => {
  const parts = path.split('.');
  return (of) => follow(of, parts);
};
element.getSetter = (path) => {
  const parts = path.split('.');
  const last = parts.pop() ?? '';
  return (of, value) => {
    follow(of, parts)[last] = value;
  };
};

z.config({ jitless: true });
