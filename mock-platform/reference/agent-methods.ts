import type * as z from 'zod/mini';
import type { Comments } from './comments.ts';
import { rowsOf } from './fields.ts';
import type { Page } from './markdown.ts';
import type { SchemaBook } from './schemas.ts';

interface Method {
  params: z.core.$ZodType;
  result: z.core.$ZodType;
}

/** Each request under its own heading: what it is for, its parameters and its result. */
export function writeMethods(
  page: Page,
  book: SchemaBook,
  methods: Record<string, Method>,
  comments: Comments | undefined,
): void {
  for (const [name, { params, result }] of Object.entries(methods)) {
    const own = comments?.fields.get(name);
    page.heading(3, name);
    page.paragraph(own?.text ?? '');
    const properties = { params: book.jsonOf(params), result: book.jsonOf(result) };
    const rows = rowsOf({ properties, required: Object.keys(properties) }, own);
    // `params` and `result` as such say nothing: their fields follow.
    page.fields(rows.filter(({ type }) => type !== 'object'));
  }
}

/** All notifications in one table. */
export function writeNotifications(
  page: Page,
  book: SchemaBook,
  notifications: Record<string, z.core.$ZodType>,
  comments: Comments | undefined,
): void {
  const properties = Object.fromEntries(
    Object.entries(notifications).map(([name, params]) => [name, book.jsonOf(params)]),
  );
  page.fields(rowsOf({ properties, required: Object.keys(properties) }, comments));
}
