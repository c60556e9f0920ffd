import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';
import { run } from './run.mjs';

/** What is bundled for browsers: the television application and the web pages. */
const bundles = [
  {
    name: 'television application',
    workspace: 'tv-app',
    sources: [
      'tv-app/src',
      'tv-app/webpack.config.mjs',
      'assets',
      'reader-agent/src/protocol',
      'mock-platform/src/protocol',
    ],
  },
  {
    name: 'web pages',
    workspace: 'mock-platform',
    sources: [
      'mock-platform/src/living-room/page',
      'mock-platform/src/console/page',
      'mock-platform/webpack.config.mjs',
      'assets',
      'mock-platform/src/protocol',
    ],
  },
];

function files(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function fingerprint(bundle) {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')));
  for (const source of bundle.sources)
    for (const file of files(join(root, source)))
      hash.update(file.slice(root.length)).update(readFileSync(file));
  return hash.digest('hex');
}

const stampOf = (bundle) => join(root, bundle.workspace, 'dist', '.built-from');

/** Bundles whose sources changed since they were built, with a function that builds each. */
export function staleBundles() {
  return bundles
    .filter((bundle) => {
      const stamp = stampOf(bundle);
      return !existsSync(stamp) || readFileSync(stamp, 'utf8') !== fingerprint(bundle);
    })
    .map((bundle) => ({
      name: bundle.name,
      async build() {
        const from = fingerprint(bundle);
        await run('npm', ['run', '--silent', 'build', '-w', bundle.workspace]);
        writeFileSync(stampOf(bundle), from);
      },
    }));
}
