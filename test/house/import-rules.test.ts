import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Import {
  from: string;
  to: string;
  typeOnly: boolean;
}

function sourceFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter(
      (entry) => entry.isFile() && /\.(ts|mts|mjs|js)$/.test(entry.name) && !entry.name.endsWith('.d.ts'),
    )
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

/** Every relative import of a file, as paths from the project's root. */
function importsOf(file: string): Import[] {
  const source = ts.createSourceFile(
    file,
    readFileSync(join(root, file), 'utf8'),
    ts.ScriptTarget.ES2022,
    true,
  );
  const found: Import[] = [];
  const add = (specifier: ts.Expression | undefined, typeOnly: boolean): void => {
    if (specifier && ts.isStringLiteralLike(specifier) && specifier.text.startsWith('.'))
      found.push({ from: file, to: relative(root, resolve(root, dirname(file), specifier.text)), typeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, node.importClause?.isTypeOnly ?? false);
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      add(node.argument.literal, true);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const all = ['tv-app/src', 'reader-agent/src', 'mock-platform/src'].flatMap(sourceFiles).flatMap(importsOf);
const partOf = (path: string): string => path.split('/')[0] ?? '';
const moduleOf = (path: string): string | undefined => /^mock-platform\/src\/([^/]+)/.exec(path)?.[1];
const said = ({ from, to }: Import): string => `${from} → ${to}`;

const platformProtocol = 'mock-platform/src/protocol/';
const agentProtocol = 'reader-agent/src/protocol/';
const relyingParties = ['health', 'booking', 'alerts', 'shelter', 'notices', 'payment', 'town'];

/** Which modules of the platform may be imported by which, beside `protocol`, `server` and `database`. */
const mayImport: Record<string, string[]> = {
  alerts: ['boxes', 'town'],
  booking: ['payment'],
  console: ['alerts', 'booking', 'boxes', 'notices', 'payment', 'shelter', 'town'],
  customers: ['identity'],
  notices: ['boxes', 'town'],
  shelter: ['boxes', 'town'],
  'living-room': [
    'card',
    'certification',
    'customers',
    'identity',
    'boxes',
    'town',
    'alerts',
    'health',
    'booking',
    'notices',
    'shelter',
    'console',
    'relying-party',
  ],
};
/** Schemas that are not called as their module's folder. */
const schemaOf: Record<string, string> = { 'relying-party': 'tokens' };
const shared = ['protocol', 'server', 'database'];
/** Where a whole platform, or all its tables, are put together. */
const composition = [
  'mock-platform/src/server/platform.ts',
  'mock-platform/src/server/main.ts',
  'mock-platform/src/server/modules.ts',
  'mock-platform/src/operations/database/known-modules.ts',
];

describe('The walls of the house', () => {
  it('finds imports at all', () => expect(all.length).toBeGreaterThan(100));

  it('the television application takes only messages from the other parts', () => {
    const wrong = all.filter(
      ({ from, to }) =>
        partOf(from) === 'tv-app' &&
        partOf(to) !== 'tv-app' &&
        partOf(to) !== 'assets' &&
        !to.startsWith(platformProtocol) &&
        !to.startsWith(agentProtocol),
    );
    expect(wrong.map(said)).toEqual([]);
  });

  it('the reader agent takes only messages from the platform', () => {
    const wrong = all.filter(
      ({ from, to }) =>
        partOf(from) === 'reader-agent' && partOf(to) !== 'reader-agent' && !to.startsWith(platformProtocol),
    );
    expect(wrong.map(said)).toEqual([]);
  });

  it('nobody imports the television application, and the platform does not import the agent', () => {
    const wrong = all.filter(
      ({ from, to }) =>
        (partOf(to) === 'tv-app' && partOf(from) !== 'tv-app') ||
        (partOf(from) === 'mock-platform' &&
          partOf(to) === 'reader-agent' &&
          !to.startsWith(agentProtocol)) ||
        (partOf(from) === 'mock-platform' &&
          to.startsWith(agentProtocol) &&
          moduleOf(from) !== 'living-room'),
    );
    expect(wrong.map(said)).toEqual([]);
  });

  it('messages depend on nothing but messages', () => {
    const wrong = all.filter(
      ({ from, to }) =>
        (from.startsWith(platformProtocol) && !to.startsWith(platformProtocol)) ||
        (from.startsWith(agentProtocol) && !to.startsWith(agentProtocol) && !to.startsWith(platformProtocol)),
    );
    expect(wrong.map(said)).toEqual([]);
  });

  it('modules of the platform reach each other only where the plan says so', () => {
    const wrong = all.filter(({ from, to }) => {
      const [user, used] = [moduleOf(from), moduleOf(to)];
      if (!user || !used || user === used || shared.includes(used)) return false;
      if (composition.includes(from)) return false;
      return !(mayImport[user] ?? []).includes(used);
    });
    expect(wrong.map(said)).toEqual([]);
  });

  it('relying parties never see identity or certification', () => {
    const wrong = all.filter(
      ({ from, to }) =>
        relyingParties.includes(moduleOf(from) ?? '') &&
        ['identity', 'certification'].includes(moduleOf(to) ?? ''),
    );
    expect(wrong.map(said)).toEqual([]);
  });

  it('each module writes only to its own database schema', () => {
    const schemas = [
      'identity',
      'boxes',
      'town',
      'alerts',
      'health',
      'booking',
      'notices',
      'shelter',
      'console',
      'certification',
      'customers',
      'operations',
      'tokens',
    ];
    const wrong = sourceFiles('mock-platform/src').flatMap((file) => {
      const folder = moduleOf(file) ?? '';
      const owner = schemaOf[folder] ?? folder;
      if (owner === '' || ['protocol', 'living-room'].includes(owner)) return [];
      const text = readFileSync(join(root, file), 'utf8');
      return schemas
        .filter(
          (schema) =>
            schema !== owner &&
            new RegExp(
              `(from|into|update|join|table|selectFrom|insertInto|updateTable|deleteFrom)\\W{1,3}${schema}\\.[a-z_]+`,
              'i',
            ).test(text),
        )
        .map((schema) => `${file} touches ${schema}`);
    });
    expect(wrong).toEqual([]);
  });
});
