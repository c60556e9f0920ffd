import { isClosed, rowsOf, typeOf } from './fields.ts';
import type { Page } from './markdown.ts';
import type { NamedSchema, ProtocolFile, SchemaBook } from './schemas.ts';

const isPlain = ({ json }: NamedSchema): boolean => rowsOf(json, undefined).length === 0;

/** Describes every schema that a file exports: values in one table, each message under its own heading. */
export function writeMessages(page: Page, book: SchemaBook, file: ProtocolFile): void {
  const schemas = book.schemasOf(file);
  const plain = schemas.filter(isPlain);
  if (plain.length > 0) {
    page.table(
      ['value', 'form', 'meaning'],
      plain.map(({ name, json, comments }) => [`**${name}**`, typeOf(json), comments?.text ?? '']),
    );
  }
  for (const { name, json, comments } of schemas.filter((schema) => !isPlain(schema))) {
    page.heading(3, name);
    const closed = isClosed(json) ? 'No other fields.' : '';
    page.paragraph([comments?.text ?? '', closed].filter(Boolean).join(' '));
    page.fields(rowsOf(json, comments));
  }
}

/** Names that have a heading of their own, and those that stand in a table of values under the file's title. */
export function placesOf(book: SchemaBook, files: readonly ProtocolFile[]): Map<string, string> {
  const places = new Map<string, string>();
  for (const file of files) {
    for (const schema of book.schemasOf(file)) {
      if (places.has(schema.name)) throw new Error(`two schemas named ${schema.name}`);
      places.set(schema.name, isPlain(schema) ? file.title : schema.name);
    }
  }
  return places;
}
