import * as z from 'zod/mini';
import { platformFiles } from '../../../reference/platform-files.ts';

/** A schema of OpenAPI 3.1, which is JSON Schema 2020-12. */
export type JsonSchema = Record<string, unknown>;

const isSchema = (value: unknown): value is z.core.$ZodType =>
  typeof value === 'object' && value !== null && '_zod' in value;

const definitions = '#/$defs/';
const components = '#/components/schemas/';

/** References to definitions of its own become references to the components of the document. */
function relocated(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(relocated);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== '$defs' && key !== '$schema' && key !== 'id')
      .map(([key, one]) => [
        key,
        key === '$ref' && typeof one === 'string' ? one.replace(definitions, components) : relocated(one),
      ]),
  );
}

/** The protocol's schemas under their own names, and any other schema in terms of them. */
export class ComponentSchemas {
  private readonly names = z.registry<{ id: string }>();
  private readonly all = new Map<string, z.core.$ZodType>();

  constructor() {
    for (const { exports } of Object.values(platformFiles)) {
      for (const [id, schema] of Object.entries(exports)) {
        if (!isSchema(schema) || this.all.has(id) || this.names.has(schema)) continue;
        this.names.add(schema, { id });
        this.all.set(id, schema);
      }
    }
  }

  has(name: string): boolean {
    return this.all.has(name);
  }

  reference(name: string): JsonSchema {
    return { $ref: `${components}${name}` };
  }

  /** A schema as it stands in an operation; one that has a name is a reference. */
  jsonOf(schema: unknown): JsonSchema {
    return isSchema(schema) ? (relocated(this.generate(schema)) as JsonSchema) : {};
  }

  /** What a reference of ours leads to. */
  definition(reference: string): JsonSchema {
    const name = reference.slice(components.length);
    const json = this.generate(this.all.get(name)!) as { $ref?: string; $defs?: Record<string, JsonSchema> };
    return relocated(json.$ref === undefined ? json : (json.$defs?.[name] ?? {})) as JsonSchema;
  }

  /** `components.schemas` of the document. */
  definitions(): Record<string, JsonSchema> {
    return Object.fromEntries([...this.all.keys()].map((name) => [name, this.definition(components + name)]));
  }

  private generate(schema: z.core.$ZodType): unknown {
    return z.toJSONSchema(schema, { metadata: this.names, io: 'input', unrepresentable: 'any' });
  }
}
