import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** What the doc comments of a schema say: of itself, of its fields, and of the members when it is a union. */
export interface Comments {
  text: string;
  fields: ReadonlyMap<string, Comments>;
  members: readonly Comments[];
}

const none: Comments = { text: '', fields: new Map(), members: [] };

/** Calls that wrap a schema and change nothing about its fields. */
const wrappers = new Set(['optional', 'nullable', 'array', 'readonly']);

/**
 * Reads the doc comments of every declaration in a protocol file, by the declaration's name. A schema that is made of
 * others (`z.extend`) knows their fields too; `imported` are those of other files.
 */
export function readComments(
  file: URL,
  imported: ReadonlyMap<string, Comments> = new Map(),
): ReadonlyMap<string, Comments> {
  const path = fileURLToPath(file);
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2022, true);
  const own = new Map<string, Comments>();
  const known = new Map(imported);
  for (const statement of source.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name, initializer } of statement.declarationList.declarations) {
      if (!ts.isIdentifier(name) || initializer === undefined) continue;
      const read = { ...commentsOf(initializer, known), text: textOf(statement) };
      known.set(name.text, read);
      own.set(name.text, read);
    }
  }
  return own;
}

function commentsOf(expression: ts.Expression, known: ReadonlyMap<string, Comments>): Comments {
  if (ts.isAsExpression(expression)) return commentsOf(expression.expression, known);
  if (ts.isSatisfiesExpression(expression)) return commentsOf(expression.expression, known);
  if (ts.isIdentifier(expression)) return known.get(expression.text) ?? none;
  if (ts.isObjectLiteralExpression(expression)) return { ...none, fields: fieldsOf(expression, known) };
  if (!ts.isCallExpression(expression) || !ts.isPropertyAccessExpression(expression.expression)) return none;
  const call = expression.expression.name.text;
  const [first, second] = expression.arguments;
  if (call === 'check') return commentsOf(expression.expression.expression, known);
  if (first === undefined) return none;
  if (wrappers.has(call) || call === 'object' || call === 'strictObject') return commentsOf(first, known);
  if (call === 'extend' && second !== undefined) {
    const [base, added] = [commentsOf(first, known), commentsOf(second, known)];
    return { ...none, fields: new Map([...base.fields, ...added.fields]) };
  }
  const list = call === 'discriminatedUnion' ? second : call === 'union' ? first : undefined;
  if (list === undefined || !ts.isArrayLiteralExpression(list)) return none;
  const members = list.elements.map((member) => {
    const read = commentsOf(member, known);
    return { ...read, text: textOf(member) };
  });
  return { ...none, members };
}

function fieldsOf(
  object: ts.ObjectLiteralExpression,
  known: ReadonlyMap<string, Comments>,
): ReadonlyMap<string, Comments> {
  const fields = new Map<string, Comments>();
  for (const property of object.properties) {
    if (!ts.isPropertyAssignment(property)) continue;
    const name = property.name;
    if (!ts.isIdentifier(name) && !ts.isStringLiteral(name)) continue;
    fields.set(name.text, { ...commentsOf(property.initializer, known), text: textOf(property) });
  }
  return fields;
}

/** The doc comment right before a node, as one paragraph. */
function textOf(node: ts.Node): string {
  const source = node.getSourceFile().text;
  const comment = (ts.getLeadingCommentRanges(source, node.getFullStart()) ?? [])
    .map(({ pos, end }) => source.slice(pos, end))
    .filter((text) => text.startsWith('/**'))
    .at(-1);
  if (comment === undefined) return '';
  return comment
    .replace(/^\/\*\*|\*\/$/g, '')
    .replace(/^\s*\* ?/gm, '')
    .replace(/\s+/g, ' ')
    .trim();
}
