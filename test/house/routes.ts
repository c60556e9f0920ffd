import ts from 'typescript';
import { calledName, isCall, nodesOf, type Source, stringsIn } from './sources.ts';

export interface Route {
  method: string;
  path: string;
  /** Names of schemas that the route declares: of the body, and of answers by their status. */
  body: string | undefined;
  answers: [status: string, schema: string][];
  /** Everything that was written in the registration: handler and options. */
  text: string;
}

/** Addresses that have a name, for instance `const town = '/console/…'`. */
function namedPaths(sources: readonly Source[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const node of sources.flatMap(({ file }) => nodesOf(file))) {
    if (!ts.isVariableDeclaration(node) || !ts.isIdentifier(node.name) || !node.initializer) continue;
    const { initializer } = node;
    if (ts.isStringLiteral(initializer) && initializer.text.startsWith('/')) {
      found.set(node.name.text, initializer.text);
    }
  }
  return found;
}

function pathOf(node: ts.Expression | undefined, names: ReadonlyMap<string, string>): string | undefined {
  if (node === undefined) return undefined;
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isIdentifier(node)) return names.get(node.text);
  if (!ts.isTemplateExpression(node)) return undefined;
  const spans = node.templateSpans.map(({ expression, literal }) => {
    const name = ts.isIdentifier(expression) ? names.get(expression.text) : undefined;
    return name === undefined ? undefined : name + literal.text;
  });
  return spans.includes(undefined) ? undefined : node.head.text + spans.join('');
}

const property = (object: ts.Node | undefined, name: string): ts.Expression | undefined =>
  object && ts.isObjectLiteralExpression(object)
    ? object.properties.find(
        (one): one is ts.PropertyAssignment => ts.isPropertyAssignment(one) && one.name.getText() === name,
      )?.initializer
    : undefined;

/** Addresses of the consoles that have the login: `loginRoutes(app, context, { path, … })`. */
function consolesOf(sources: readonly Source[], names: ReadonlyMap<string, string>): string[] {
  return sources
    .flatMap(({ file }) => nodesOf(file))
    .flatMap((node) => {
      if (!isCall(node) || calledName(node) !== 'loginRoutes') return [];
      return pathOf(property(node.arguments?.[2], 'path'), names) ?? [];
    });
}

/** Every address that the platform's sources register, with what they say about it. */
export function routesOf(sources: readonly Source[]): Route[] {
  const names = namedPaths(sources);
  const consoles = consolesOf(sources, names);
  return sources.flatMap(({ file }) => {
    if (!file.fileName.endsWith('console/login/routes.ts')) return routesIn(file, names);
    return consoles.flatMap((path) => routesIn(file, new Map([...names, ['path', path]])));
  });
}

function routesIn(file: ts.SourceFile, names: ReadonlyMap<string, string>): Route[] {
  return nodesOf(file).flatMap((node): Route[] => {
    if (!isCall(node)) return [];
    const kind = calledName(node);
    const [first, options] = node.arguments ?? [];
    const path = pathOf(first, names);
    const text = (node.arguments ?? []).map((one) => one.getText()).join(' ');
    if (kind === 'register' && stringsIn(node).includes('/pages/')) {
      return property(options, 'prefix')
        ? [{ method: 'GET', path: '/pages/*', body: undefined, answers: [], text: '' }]
        : [];
    }
    if (path === undefined || !path.startsWith('/')) return [];
    if (kind === 'onUpgrade') return [{ method: 'WebSocket', path, body: undefined, answers: [], text }];
    if (!['get', 'post', 'put', 'patch', 'delete', 'all'].includes(kind)) return [];
    const schema = property(options, 'schema');
    const response = property(schema, 'response');
    const answers =
      response && ts.isObjectLiteralExpression(response)
        ? response.properties.flatMap((one): [string, string][] =>
            ts.isPropertyAssignment(one) ? [[one.name.getText(), one.initializer.getText()]] : [],
          )
        : [];
    const body = property(schema, 'body')?.getText();
    return [{ method: kind.toUpperCase(), path, body, answers, text }];
  });
}
