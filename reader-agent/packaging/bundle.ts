import { build } from 'esbuild';
import { root } from './paths.ts';

/** The only module that stays outside: its native part cannot become JavaScript. */
const nativeModule = 'nfc-pcsc';

/** Modules of CommonJS ask for Node's own ones by `require`, which a module of ours does not have. */
const requireForCommonJs =
  "import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);";

/**
 * Builds the agent into a folder: `main.js`, the reader's child process `child.js` beside it, and what both share.
 * Names stay readable, so that the stack of an error on a box says where.
 * @returns the paths of everything that went in, from the project's root
 */
export async function bundleAgent(folder: string): Promise<string[]> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: { main: 'reader-agent/src/main.ts', child: 'reader-agent/src/readers/pcsc/child.ts' },
    outdir: folder,
    bundle: true,
    splitting: true,
    chunkNames: 'part-[hash]',
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    external: [nativeModule],
    banner: { js: requireForCommonJs },
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    metafile: true,
    logLevel: 'error',
  });
  return Object.keys(metafile.inputs);
}
