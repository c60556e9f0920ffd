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

z.config({ jitless: true });
