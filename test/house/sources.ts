import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Source {
  path: string;
  file: ts.SourceFile;
}

/** The TypeScript sources of a folder, without messages, browser pages and type declarations. */
export function sourcesOf(folder: string): Source[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /(?<!\.d)\.ts$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/\/(page|protocol)\//.test(path))
    .map((path) => ({
      path: path.slice(root.length),
      file: ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2022, true),
    }));
}

/** Every node under a node, itself included. */
export function nodesOf(node: ts.Node): ts.Node[] {
  const found: ts.Node[] = [node];
  ts.forEachChild(node, (child) => {
    found.push(...nodesOf(child));
  });
  return found;
}

/** The strings written under a node. */
export const stringsIn = (node: ts.Node): string[] =>
  nodesOf(node).flatMap((one) => (ts.isStringLiteralLike(one) ? [one.text] : []));

/** What is called or constructed: the last name of `a.b.c(…)` or `new C(…)`. */
export function calledName(node: ts.CallExpression | ts.NewExpression): string {
  const { expression } = node;
  if (ts.isIdentifier(expression)) return expression.text;
  return ts.isPropertyAccessExpression(expression) ? expression.name.text : '';
}

export const isCall = (node: ts.Node): node is ts.CallExpression | ts.NewExpression =>
  ts.isCallExpression(node) || ts.isNewExpression(node);
