import { callers, type Endpoint } from '../../../reference/endpoint.ts';
import { problemCodes, refusalMeanings } from '../../protocol/problem-codes.ts';
import type { RegisteredRoute } from '../../server/route-list.ts';
import type { ComponentSchemas, JsonSchema } from './schemas.ts';

interface Response {
  description: string;
  content?: Record<string, { schema: JsonSchema }>;
}

/** Refusals that any address may give, whoever calls. */
const common = [
  'request.malformed',
  'request.host',
  'request.origin',
  'request.too-large',
  'request.media-type',
  'platform.failed',
  'platform.not-ready',
] as const;

const meanings: Record<string, { status: number; meaning: string }> = { ...refusalMeanings, ...problemCodes };

/** Codes by their status, with what each means. */
function refusalsOf({ caller, refusals = [] }: Endpoint): Map<string, string[]> {
  const byStatus = new Map<string, string[]>();
  for (const code of new Set<string>([...common, ...callers[caller].refused, ...refusals])) {
    const status = String(meanings[code]?.status ?? 400);
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return byStatus;
}

function problems(
  codes: readonly string[],
  schemas: ComponentSchemas,
  own: JsonSchema | undefined,
): Response {
  const schema = {
    allOf: [own ?? schemas.reference('Problem'), { properties: { code: { enum: [...codes] } } }],
  };
  return {
    description: codes.map((code) => `${code}: ${meanings[code]?.meaning ?? ''}`).join('\n'),
    content: { 'application/problem+json': { schema } },
  };
}

/** The kinds of content that the words of the reference name, for what no schema describes. */
function contentInWords(words: string): Response['content'] {
  const named = /`([a-z]+\/[a-z0-9.+-]+)`/.exec(words)?.[1];
  if (named !== undefined) return { [named]: { schema: {} } };
  if (/HTML|page/.test(words)) return { 'text/html': { schema: { type: 'string' } } };
  if (/CSS|style/.test(words)) return { 'text/css': { schema: { type: 'string' } } };
  if (words.includes('CSV')) return { 'text/csv': { schema: { type: 'string' } } };
  if (words.includes('file')) return { '*/*': { schema: {} } };
  return { 'application/json': { schema: {} } };
}

/** `201 or 200 \`A\`; 304` → 201, 200 and 304 with their words. */
function statusesInWords(answer: string): [status: string, words: string][] {
  return answer.split(';').flatMap((part) => {
    const words = part.trim();
    const statuses = /^\d{3}(?:(?:, | or )\d{3})*/.exec(words)?.[0].match(/\d{3}/g) ?? [];
    return statuses.map((status): [string, string] => [status, words]);
  });
}

/** The schema that the words name, when it is one of the protocol's. */
function schemaInWords(words: string, schemas: ComponentSchemas): JsonSchema | undefined {
  const name = /`([A-Z][A-Za-z]+)`/.exec(words)?.[1];
  return name !== undefined && schemas.has(name) ? schemas.reference(name) : undefined;
}

const bodiless = ['101', '204', '303', '304'];

function described(status: string, words: string, schema: JsonSchema | undefined): Response {
  const description = words.replaceAll('`', '');
  if (bodiless.includes(status)) return { description };
  if (schema === undefined) return { description, content: contentInWords(words) ?? {} };
  const type = words.includes('application/fhir+json') ? 'application/fhir+json' : 'application/json';
  return { description, content: { [type]: { schema } } };
}

/** Every answer of an operation: its own by the route's schemas, refusals by the reference. */
export function responsesOf(
  endpoint: Endpoint,
  route: RegisteredRoute | undefined,
  schemas: ComponentSchemas,
): Record<string, Response> {
  const declared = route?.schema.response ?? {};
  const responses: Record<string, Response> = {};
  const inWords = new Map<string, JsonSchema>();
  for (const [status, words] of statusesInWords(endpoint.answer)) {
    const named = schemaInWords(words, schemas);
    const schema = declared[status] === undefined ? named : schemas.jsonOf(declared[status]);
    if (Number(status) < 400 || /OAuth|page/.test(words))
      responses[status] = described(status, words, schema);
    else if (words.includes('inside the problem') && named !== undefined)
      inWords.set(status, { allOf: [schemas.reference('Problem'), named] });
  }
  for (const [status, codes] of refusalsOf(endpoint)) {
    if (responses[status] !== undefined) continue;
    const own = declared[status] === undefined ? inWords.get(status) : schemas.jsonOf(declared[status]);
    responses[status] = problems(codes, schemas, own);
  }
  return responses;
}
