import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

type Json = Record<string, unknown>;

export interface Operation {
  operationId: string;
  parameters: { name: string; in: string; required: boolean; schema: Json }[];
  requestBody?: { content: Record<string, { schema: Json }> };
  responses: Record<string, { description: string; content?: Record<string, { schema: Json }> }>;
  security: Record<string, string[]>[];
}

export interface OpenApi {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Json>; securitySchemes: Record<string, Json> };
}

const string = { type: 'string', minLength: 1 };
const mapOf = (value: Json, pattern = '^.'): Json => ({
  type: 'object',
  patternProperties: { [pattern]: value },
  additionalProperties: false,
});
const content = mapOf(
  { type: 'object', required: ['schema'], properties: { schema: { type: 'object' } } },
  '/',
);

/** The part of OpenAPI 3.1's own structure (§4.8) that a document of ours uses; nothing else may stand in one. */
const structure: Json = {
  type: 'object',
  required: ['openapi', 'info', 'paths', 'components'],
  additionalProperties: false,
  properties: {
    openapi: { pattern: '^3\\.1\\.\\d+$' },
    info: {
      type: 'object',
      required: ['title', 'version'],
      additionalProperties: false,
      properties: {
        title: string,
        version: string,
        description: string,
        license: {
          type: 'object',
          required: ['name'],
          properties: { name: string, identifier: string },
          additionalProperties: false,
        },
      },
    },
    servers: { type: 'array', items: { type: 'object', required: ['url'], properties: { url: string } } },
    tags: { type: 'array', items: { type: 'object', required: ['name'], properties: { name: string } } },
    paths: mapOf(
      mapOf(
        {
          type: 'object',
          required: ['operationId', 'responses', 'security'],
          additionalProperties: false,
          properties: {
            operationId: { type: 'string', pattern: '^[a-z][A-Za-z0-9]*$' },
            tags: { type: 'array', items: string },
            summary: string,
            description: string,
            'x-websocket': { const: true },
            parameters: {
              type: 'array',
              items: {
                type: 'object',
                required: ['name', 'in', 'required', 'schema'],
                properties: {
                  name: string,
                  in: { enum: ['path', 'query'] },
                  required: { type: 'boolean' },
                  schema: { type: 'object' },
                },
                additionalProperties: false,
              },
            },
            requestBody: {
              type: 'object',
              required: ['content'],
              properties: { required: { type: 'boolean' }, content },
              additionalProperties: false,
            },
            responses: {
              ...mapOf(
                {
                  type: 'object',
                  required: ['description'],
                  properties: { description: string, content },
                  additionalProperties: false,
                },
                '^[1-5]\\d\\d$',
              ),
              minProperties: 1,
            },
            security: { type: 'array', items: mapOf({ type: 'array', items: string }) },
          },
        },
        '^(get|post|put|patch|delete)$',
      ),
      '^/',
    ),
    components: {
      type: 'object',
      properties: {
        schemas: mapOf({ type: 'object' }, '^[A-Za-z0-9._-]+$'),
        securitySchemes: mapOf({
          type: 'object',
          required: ['type'],
          oneOf: [
            { properties: { type: { const: 'http' }, scheme: string }, required: ['scheme'] },
            {
              properties: {
                type: { const: 'apiKey' },
                in: { enum: ['query', 'header', 'cookie'] },
                name: string,
              },
              required: ['in', 'name'],
            },
            {
              properties: { type: { const: 'openIdConnect' }, openIdConnectUrl: string },
              required: ['openIdConnectUrl'],
            },
          ],
        }),
      },
      additionalProperties: false,
    },
  },
};

const everything = (value: unknown): Json[] =>
  typeof value === 'object' && value !== null
    ? [...(Array.isArray(value) ? [] : [value as Json]), ...Object.values(value).flatMap(everything)]
    : [];

/** What is wrong with a document: its structure, references, parameters, names and schemas. */
export function faultsOf(document: OpenApi): string[] {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  const faults = ajv.validate(structure, document)
    ? []
    : (ajv.errors ?? []).map((error) => ajv.errorsText([error]));
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.values(item).map((operation) => ({ path, operation })),
  );
  const ids = operations.map(({ operation }) => operation.operationId);
  if (new Set(ids).size !== ids.length) faults.push('an operationId stands twice');
  for (const { path, operation } of operations) {
    const inPath = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name!).sort();
    const named = operation.parameters.filter((one) => one.in === 'path').map(({ name }) => name);
    if (named.sort().join() !== inPath.join()) faults.push(`${path}: parameters ${named.join()}`);
    for (const scheme of operation.security.flatMap((one) => Object.keys(one)))
      if (!Object.hasOwn(document.components.securitySchemes, scheme))
        faults.push(`${path}: scheme ${scheme}`);
  }
  for (const { $ref } of everything(document)) {
    const name = String($ref ?? '').replace('#/components/schemas/', '');
    if ($ref !== undefined && !Object.hasOwn(document.components.schemas, name))
      faults.push(`${$ref} leads nowhere`);
  }
  return faults;
}

/** Validates answers against the document's own schemas. */
export class AnswerValidator {
  private readonly ajv = new Ajv2020({ strict: false, allErrors: true });

  constructor(private readonly document: OpenApi) {
    addFormats.default(this.ajv);
    this.ajv.addSchema({ $id: 'document', components: document.components });
  }

  /** Compiles every schema of the document: the first that is none throws. */
  compileAll(): void {
    for (const name of Object.keys(this.document.components.schemas))
      this.compile({ $ref: `#/components/schemas/${name}` });
  }

  /** What is wrong with an answer to an operation; nothing when the document describes it. */
  faults(
    path: string,
    method: string,
    answer: { status: number; type: string; body: string },
  ): string | undefined {
    const response = this.document.paths[path]?.[method]?.responses[String(answer.status)];
    if (response === undefined) return `${answer.status} is not described`;
    const media = response.content?.[answer.type.split(';')[0]!.trim()];
    if (media === undefined) return `${answer.type} is not described`;
    if (!/json$/.test(answer.type.split(';')[0]!)) return undefined;
    const validate = this.compile(media.schema);
    return validate(JSON.parse(answer.body)) ? undefined : this.ajv.errorsText(validate.errors);
  }

  private compile(schema: Json): ValidateFunction {
    const text = JSON.stringify(schema).replaceAll('"#/components/', '"document#/components/');
    return this.ajv.compile(JSON.parse(text) as Json);
  }
}
