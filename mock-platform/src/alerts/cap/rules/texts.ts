import type { CapAlert } from '../message.ts';
import type { CapProblem } from './problem.ts';

const tag = /<\/?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>]*)?\/?>|<!--|<!\[CDATA\[/;
const entity = /&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});/;
/** Not text for people: addresses with `&name;` in them are right. */
const notText = new Set(['web', 'uri', 'derefUri', 'digest']);
const plural: Record<string, string> = {
  codes: 'code',
  infos: 'info',
  categories: 'category',
  responseTypes: 'responseType',
  eventCodes: 'eventCode',
  parameters: 'parameter',
  resources: 'resource',
  areas: 'area',
  polygons: 'polygon',
  circles: 'circle',
  geocodes: 'geocode',
};

function* textsOf(value: unknown, path: string): Generator<{ path: string; text: string }> {
  if (typeof value === 'string') {
    yield { path, text: value };
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, part] of Object.entries(value)) {
      if (notText.has(name)) continue;
      if (!Array.isArray(part)) yield* textsOf(part, `${path}/${name}`);
      else
        for (const [index, item] of part.entries())
          yield* textsOf(item, `${path}/${plural[name] ?? name}[${index + 1}]`);
    }
  }
}

/** Text of a message is plain: tags and entities of HTML in it would be shown or spoken as they are. */
export function* textProblems(alert: CapAlert): Generator<CapProblem> {
  for (const { path, text } of textsOf(alert, '/alert')) {
    if (tag.test(text)) yield { code: 'cap.html-tag', path, message: 'The text holds tags of HTML.' };
    if (entity.test(text))
      yield { code: 'cap.html-entity', path, message: 'The text holds entities of HTML.' };
  }
}
