import type { Chance } from '../../../chance.ts';

const values = [
  '',
  ' ',
  'ja',
  'en-US',
  'x',
  '日本',
  '2026-11-21T09:00:00+09:00',
  '2026-02-30T09:00:00+09:00',
  '2026-11-21T24:00:00-00:00',
  '2026-11-21T09:00:00Z',
  ' 2026-11-21T09:00:00+14:00\n',
  '2026-11-21T09:00:00,09:00',
  'Actual',
  ' Alert ',
  'Met',
  '-1.5',
  '+.5',
  '007',
  '1e3',
  '1,2 3',
  '+90.,-180.0\t.5 ',
  'a b',
  'a,b',
  'a@b,c,2026-11-21T09:00:00+09:00 a,b,2026-11-21T09:00:00-00:00',
  'http://a:80/b?c#d',
  'http://[::1/',
  'urn:a:b%20',
  '%',
  'a#b#c',
  '&amp;',
  '<![CDATA[x]]>',
  '<!-- c -->',
  '<?pi d?>',
  '<info/>',
  '<x xmlns="urn:x"/>',
  '<value>v</value>',
  '<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:Object/></ds:Signature>',
  '<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><alert/></ds:Signature>',
];
const attributes = [
  ' a="1"',
  ' xml:lang="ja"',
  ' xmlns="urn:x"',
  ' xmlns:y="urn:y"',
  ' y:a="1"',
  ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="a b"',
  ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"',
  ' b="<"',
  " c='d'",
];
const pieces = [
  '<',
  '>',
  '&',
  ']]>',
  '&#0;',
  '&#x3042;',
  '\u0000',
  '\ufffe',
  '</info>',
  '<alert>',
  '"',
  '<!--',
  '&x;',
];

/** Where elements without children lie in a text: `[start, end)`. */
const leaves = (text: string): [number, number][] =>
  [...text.matchAll(/<([A-Za-z]+)[^<>]*>[^<]*<\/\1>/g)].map((found) => [
    found.index,
    found.index + found[0].length,
  ]);

const splice = (text: string, from: number, to: number, by: string): string =>
  text.slice(0, from) + by + text.slice(to);

const changes: ((text: string, chance: Chance) => string)[] = [
  // Another value in an element.
  (text, chance) => {
    const [from, to] = chance.pick(leaves(text)) ?? [0, 0];
    return splice(
      text,
      from,
      to,
      text.slice(from, to).replace(/>[^<]*</, () => `>${chance.pick(values)}<`),
    );
  },
  // An element away, twice, or somewhere else.
  (text, chance) => splice(text, ...(chance.pick(leaves(text)) ?? [0, 0]), ''),
  (text, chance) => {
    const [from, to] = chance.pick(leaves(text)) ?? [0, 0];
    return splice(text, from, from, text.slice(from, to));
  },
  (text, chance) => {
    const all = leaves(text);
    const [from, to] = chance.pick(all) ?? [0, 0];
    const [at] = chance.pick(all) ?? [0, 0];
    return splice(text, at, at, text.slice(from, to));
  },
  // Something between two elements.
  (text, chance) => {
    const [, at] = chance.pick(leaves(text)) ?? [0, 0];
    return splice(text, at, at, chance.pick(values));
  },
  (text, chance) => {
    const tags = [...text.matchAll(/<[A-Za-z]+(?=[\s>])/g)];
    const tag = chance.pick(tags);
    const at = (tag?.index ?? 0) + (tag?.[0].length ?? 0);
    return splice(text, at, at, chance.pick(attributes));
  },
  // Any characters, anywhere.
  (text, chance) => {
    const at = chance.below(text.length);
    return splice(text, at, at + (chance.oneIn(2) ? chance.below(30) : 0), chance.pick(pieces));
  },
  (text, chance) => text.slice(0, chance.below(text.length)),
];

/** The text, changed a little in one to three ways. */
export function mutated(text: string, chance: Chance): string {
  let changed = text;
  for (let step = 0; step <= chance.below(3); step += 1)
    changed = chance.pick(changes)(changed, chance) || '<';
  return changed;
}
