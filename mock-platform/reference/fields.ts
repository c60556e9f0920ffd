import type { Comments } from './comments.ts';
import type { JsonSchema } from './schemas.ts';

/** One line of a message's table. */
export interface Row {
  field: string;
  type: string;
  meaning: string;
}

const nameOf = (reference: string): string => reference.replace('#/$defs/', '');
const code = (text: unknown): string => `\`${String(text)}\``;
const alternatives = (all: readonly string[]): string => all.join(' \\| ');

/** Words for formats whose patterns say nothing to a reader. */
const formats: Record<string, string> = {
  'date-time': 'date and time',
  date: 'date',
  uuid: 'UUID',
};

const isNull = ({ type }: JsonSchema): boolean => type === 'null';

/** `1–100`, `≥ 1`, `≤ 100`, or nothing where there is no limit of the protocol's own. */
function range(least: number | undefined, most: number | undefined): string {
  const from = least === undefined || Math.abs(least) >= Number.MAX_SAFE_INTEGER ? undefined : least;
  const to = most === undefined || most >= Number.MAX_SAFE_INTEGER ? undefined : most;
  if (from !== undefined && to !== undefined) return from === to ? `${from}` : `${from}–${to}`;
  if (from !== undefined) return `≥ ${from}`;
  return to === undefined ? '' : `≤ ${to}`;
}

function stringType({ format, pattern, minLength, maxLength }: JsonSchema): string {
  if (format !== undefined) return formats[format] ?? format;
  const length = range(minLength, maxLength);
  return [
    'string',
    ...(length === '' ? [] : [`${length} characters`]),
    ...(pattern === undefined ? [] : [code(pattern.replaceAll('|', '\\|'))]),
  ].join(', ');
}

/** A type in a few words; names of schemas are code, for the page to link. */
export function typeOf(schema: JsonSchema): string {
  if (schema.$ref !== undefined) return code(nameOf(schema.$ref));
  if (schema.const !== undefined) return code(JSON.stringify(schema.const));
  if (schema.enum !== undefined) return alternatives(schema.enum.map((one) => code(JSON.stringify(one))));
  const members = schema.anyOf ?? schema.oneOf;
  if (members !== undefined) {
    if (members.every(({ type }) => type === 'object')) return 'object';
    return alternatives(members.map(typeOf));
  }
  if (Array.isArray(schema.type)) {
    return alternatives(schema.type.map((type) => typeOf({ ...schema, type })));
  }
  switch (schema.type) {
    case 'null':
      return '`null`';
    case 'string':
      return stringType(schema);
    case 'integer': {
      const limits = range(schema.minimum, schema.maximum);
      return limits === '' ? 'integer' : `integer, ${limits}`;
    }
    case 'array': {
      const inner = typeOf(schema.items ?? {});
      const count = range(schema.minItems, schema.maxItems);
      return `list of ${/^[a-z]+$/.test(inner) ? `${inner}s` : inner}${count === '' ? '' : `, ${count}`}`;
    }
    case 'object': {
      if (schema.properties !== undefined && Object.keys(schema.properties).length === 0)
        return 'empty object';
      const values = schema.additionalProperties;
      return typeof values === 'object' ? `object of ${typeOf(values)}` : 'object';
    }
    default:
      return schema.type ?? 'anything';
  }
}

/** The object inside a field (through lists and `null`), with what the field's path is continued by. */
function inside(schema: JsonSchema): { schema: JsonSchema; step: string } | undefined {
  if (schema.type === 'array' && schema.items !== undefined) {
    const inner = inside(schema.items);
    return inner && { ...inner, step: `[]${inner.step}` };
  }
  const alone = schema.anyOf?.filter((member) => !isNull(member));
  if (alone?.length === 1 && alone[0] !== undefined) return inside(alone[0]);
  if (schema.properties !== undefined || objectMembers(schema) !== undefined) return { schema, step: '' };
  return undefined;
}

/** Whether an unknown field is refused. */
export const isClosed = (schema: JsonSchema): boolean =>
  (objectMembers(schema) ?? [schema]).every(({ additionalProperties }) => additionalProperties === false);

function objectMembers(schema: JsonSchema): JsonSchema[] | undefined {
  const members = schema.oneOf ?? schema.anyOf;
  return members?.every(({ properties }) => properties !== undefined) ? members : undefined;
}

/** The field whose value tells the members of a union apart: the first that is constant in each. */
function tag(members: readonly JsonSchema[]): string | undefined {
  return Object.keys(members[0]?.properties ?? {}).find((name) =>
    members.every((member) => member.properties?.[name]?.const !== undefined),
  );
}

/** The lines of an object or of a union of objects; `?` marks what may be left out. */
export function rowsOf(schema: JsonSchema, comments: Comments | undefined, path = ''): Row[] {
  const members = objectMembers(schema);
  if (members !== undefined) return rowsOfUnion(members, comments, path);
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const own = comments?.fields.get(name);
    const at = path === '' ? name : `${path}.${name}`;
    const line = {
      field: code(required.has(name) ? at : `${at}?`),
      type: typeOf(field),
      meaning: own?.text ?? '',
    };
    const inner = inside(field);
    return inner === undefined ? [line] : [line, ...rowsOf(inner.schema, own, at + inner.step)];
  });
}

function rowsOfUnion(members: readonly JsonSchema[], comments: Comments | undefined, path: string): Row[] {
  const name = tag(members);
  return members.flatMap((member, index) => {
    const own = comments?.members[index];
    const { [name ?? '']: tagged, ...properties } = member.properties ?? {};
    const at = [path, name].filter(Boolean).join('.');
    const head = {
      field: `**${code(at)}**`,
      type: `**${tagged === undefined ? 'object' : typeOf(tagged)}**`,
      meaning: own?.text || (own?.fields.get(name ?? '')?.text ?? ''),
    };
    return [head, ...rowsOf({ ...member, properties }, own, path)];
  });
}
