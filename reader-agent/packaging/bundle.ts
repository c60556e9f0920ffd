import { type BuildOptions, build } from 'esbuild';
import { root } from './paths.ts';

/** The only module that stays outside: its native part cannot become JavaScript. */
const nativeModule = 'nfc-pcsc';

/** Modules of CommonJS ask for Node's own ones by `require`, which a module of ours does not have. */
const requireForCommonJs =
  "import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);";

/**
 * Builds the agent into a folder: `main.js`, the reader's child process `child.js` beside it, and what both share.
 * Names stay readable, so that the stack of an error on a box says where.
 * @returns folders of the packages of which something went in, from the project's root
 */
export function bundleAgent(folder: string): Promise<string[]> {
  return packagesIn({
    entryPoints: { main: 'reader-agent/src/main.ts', child: 'reader-agent/src/readers/pcsc/child.ts' },
    outdir: folder,
    splitting: true,
    chunkNames: 'part-[hash]',
    platform: 'node',
    target: 'node20.19',
    external: [nativeModule],
    banner: { js: requireForCommonJs },
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
  });
}

/** Folders of the packages of which something is in the television application. Nothing is written. */
export function packagesOfPage(): Promise<string[]> {
  return packagesIn({ entryPoints: ['tv-app/src/index.ts'], outdir: 'unwritten', write: false });
}

async function packagesIn(options: BuildOptions): Promise<string[]> {
  const { metafile } = await build({
    ...options,
    absWorkingDir: root,
    bundle: true,
    format: 'esm',
    metafile: true,
    logLevel: 'error',
  });
  const used = Object.values(metafile?.outputs ?? {}).flatMap(({ inputs }) =>
    Object.entries(inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0),
  );
  const folders = used.map(([file]) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1]);
  return [...new Set(folders.filter((folder) => folder !== undefined))];
}
