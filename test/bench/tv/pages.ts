import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import webpack, { type Configuration } from 'webpack';
import configuration from '../../../tv-app/webpack.config.mjs';

/** Builds the television as it is shipped. */
export function buildTelevision(folder: string): Promise<void> {
  return build({ ...configuration(), output: { ...configuration().output, path: folder } });
}

/** Builds the bare page of Lightning by the same tools, for the same engines. */
export function buildBarePage(folder: string): Promise<void> {
  const entry = fileURLToPath(new URL('bare/index.ts', import.meta.url));
  const shipped = configuration();
  return build({
    ...shipped,
    entry: { ...shipped.entry, main: entry },
    output: { ...shipped.output, path: folder },
  });
}

function build(asked: Configuration): Promise<void> {
  return new Promise((resolve, reject) => {
    webpack(asked, (error, result) => {
      if (error) reject(error);
      else if (result?.hasErrors()) reject(new Error(result.toString('errors-only')));
      else resolve();
    });
  });
}

/** gzip at its usual level, in kB of 1000 bytes: what `index.html` names, and all scripts. */
export function sizesOf(folder: string): { first: number; whole: number } {
  const html = readFileSync(join(folder, 'index.html'), 'utf8');
  const scripts = readdirSync(folder).filter((name) => name.endsWith('.js'));
  const size = (names: readonly string[]): number =>
    names.reduce((sum, name) => sum + gzipSync(readFileSync(join(folder, name))).length / 1000, 0);
  return { first: size(scripts.filter((name) => html.includes(name))), whole: size(scripts) };
}

/** Whether a folder holds a built page. */
export const isPage = (folder: string): boolean => existsSync(join(folder, 'index.html'));
