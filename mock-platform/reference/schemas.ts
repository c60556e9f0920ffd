import * as z from 'zod/mini';
import { type Comments, readComments } from './comments.ts';

/** The part of JSON Schema (2020-12) that the protocol's schemas come out as. */
export interface JsonSchema {
  $ref?: string;
  $defs?: Record<string, JsonSchema>;
  type?: string | string[];
  const?: string | number | boolean | null;
  enum?: (string | number)[];
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  items?: JsonSchema;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
}

/** One file of messages: what it exports, and where its source with the doc comments is. */
export interface ProtocolFile {
  title: string;
  source: URL;
  exports: Record<string, unknown>;
}

export interface NamedSchema {
  name: string;
  json: JsonSchema;
  comments: Comments | undefined;
}

const isSchema = (value: unknown): value is z.core.$ZodType =>
  typeof value === 'object' && value !== null && '_zod' in value;

/**
 * Every schema of some protocol files under its own name, so that one message can point to another. A file stands after
 * those whose messages it extends.
 */
export class SchemaBook {
  private readonly names = z.registry<{ id: string }>();
  private readonly comments = new Map<string, ReadonlyMap<string, Comments>>();

  constructor(files: readonly ProtocolFile[]) {
    const imported = new Map<string, Comments>();
    for (const { title, source, exports } of files) {
      const own = readComments(source, imported);
      this.comments.set(title, own);
      for (const [name, comments] of own) imported.set(name, comments);
      for (const [id, value] of Object.entries(exports)) if (isSchema(value)) this.names.add(value, { id });
    }
  }

  /** The doc comments of one declaration, for instance of a record of methods. */
  commentsOf(file: ProtocolFile, declaration: string): Comments | undefined {
    return this.comments.get(file.title)?.get(declaration);
  }

  /** All schemas that a file exports, in its own order. */
  schemasOf(file: ProtocolFile): NamedSchema[] {
    const order = [...(this.comments.get(file.title)?.keys() ?? [])];
    return Object.entries(file.exports)
      .flatMap(([name, value]) =>
        isSchema(value)
          ? [{ name, json: this.definition(value, name), comments: this.commentsOf(file, name) }]
          : [],
      )
      .sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
  }

  /** Any schema; one that has a name comes back as `$ref` to it. */
  jsonOf(schema: z.core.$ZodType): JsonSchema {
    return z.toJSONSchema(schema, {
      metadata: this.names,
      io: 'input',
      unrepresentable: 'any',
    }) as JsonSchema;
  }

  private definition(schema: z.core.$ZodType, name: string): JsonSchema {
    const json = this.jsonOf(schema);
    return json.$ref === undefined ? json : (json.$defs?.[name] ?? json);
  }
}
