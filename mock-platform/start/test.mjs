import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { staleBundles } from './build.mjs';
import { buildReaderBinding, checkNode, install, isInstalled } from './install.mjs';
import { root } from './paths.mjs';
import { step } from './progress.mjs';
import {
  canInstallPackages,
  installPackages,
  missingRequirements,
  readerBindingWorks,
} from './requirements.mjs';
import { show } from './run.mjs';

const help = `Everything that must hold at every landing.

  npm test                         checks, then all tests
  npm test -- [--no-install] [--thorough] [FILE…]

  --no-install    install nothing; tests that need what is missing are skipped, by name
  --thorough      adds the long proofs (npm run test:thorough)
  --help          this page
  FILE…           only these test files, after the checks`;

const words = process.argv.slice(2);
const known = ['--no-install', '--thorough', '--help'];
const unknown = words.find((word) => word.startsWith('--') && !known.includes(word));
const mayInstall = !words.includes('--no-install');
const files = words.filter((word) => !word.startsWith('--'));

async function provideSystemPackages() {
  const missing = missingRequirements();
  for (const { name, packages } of missing) console.info(`  Missing: ${name} — ${packages.join(' ')}`);
  if (missing.length > 0 && mayInstall && canInstallPackages())
    await step('Installing what is missing', async () => {
      try {
        await installPackages(missing.flatMap(({ packages }) => packages));
        return 'done';
      } catch (error) {
        return `not possible: ${error.message.split('\n').at(-1)}`;
      }
    });
  for (const { name } of missingRequirements()) console.info(`  Skipped: tests that need ${name}`);
}

async function provideReaderBinding() {
  if (readerBindingWorks(root)) return;
  if (mayInstall)
    await step('Building the PC/SC binding', async () =>
      (await buildReaderBinding()) ? 'done' : 'not possible',
    );
  if (!readerBindingWorks(root))
    console.info('  Skipped: tests that need nfc-pcsc (its native part is not built)');
}

/** Runs vitest and prints one closing line with its counts and the names of what was skipped. */
async function runTests() {
  const folder = mkdtempSync(join(tmpdir(), 'chanoma-test-'));
  const report = join(folder, 'report.json');
  const exitCode = await show(
    process.execPath,
    [
      ...['node_modules/vitest/vitest.mjs', 'run', '--reporter=default', '--reporter=json'],
      ...[`--outputFile.json=${report}`, ...files],
    ],
    { env: words.includes('--thorough') ? { CHANOMA_THOROUGH: '1' } : {} },
  );
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(
    readFileSync(report, 'utf8'),
  );
  rmSync(folder, { recursive: true });
  const skipped = testResults.flatMap((file) =>
    file.assertionResults.filter(({ status }) => status === 'skipped'),
  );
  if (skipped.length > 0) console.info('\nSkipped:');
  for (const test of skipped) console.info(`  ${test.fullName}`);
  console.info(
    `\ntests: ${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests + numTodoTests} skipped`,
  );
  return exitCode;
}

async function main() {
  if (words.includes('--help')) return console.info(help);
  if (unknown) throw new Error(`Unknown option ${unknown}. Try --help.`);
  checkNode();
  await provideSystemPackages();
  if (!isInstalled()) {
    if (!mayInstall) throw new Error('Packages are missing or not those of the lock file: run npm ci.');
    await step('Installing packages (once)', install);
  }
  await provideReaderBinding();
  for (const bundle of staleBundles()) await step(`Building the ${bundle.name}`, bundle.build);
  const checks = [
    [
      'Format and lint',
      [join(root, 'node_modules/@biomejs/biome/bin/biome'), 'check', '--error-on-warnings', '.'],
    ],
    ['Types', [join(root, 'mock-platform/start/typecheck.mjs')]],
  ];
  for (const [name, command] of checks) {
    console.info(`\n${name}`);
    if ((await show(process.execPath, command)) !== 0) throw new Error(`${name}: see above.`);
  }
  process.exitCode = await runTests();
}

main().catch((error) => {
  console.error(`\n${error.message}`);
  process.exitCode = 1;
});
