import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { selectJpki } from '../../card/select.ts';
import { expectIndividualNumberCard } from '../../card/token.ts';
import { codeOf } from '../../failure.ts';
import { fromSource, program } from '../../program.ts';
import type { ReaderChoice } from '../../readers/open.ts';
import { askService, serviceSocket } from '../../readers/pcsc/service.ts';
import type { ReaderBackend } from '../../readers/reader.ts';
import { meaningOf, stateOf, withReader } from '../readers.ts';
import { type Check, missing, ok, skipped } from './check.ts';

const oldest = [20, 19] as const;
const nativePart = 'build/Release/pcsclite.node';
const loadLimitMs = 5000;
const remedies: Record<string, string> = {
  'reader.none': `connect the IC reader; then: ${program} readers`,
  'reader.busy': 'close the other program that uses the card',
  'reader.failed': 'take the reader’s cable out and put it in again',
  'card.unreadable': 'lay the card in the middle of the reader and leave it there',
  'card.removed': 'leave the card on the reader while this runs',
  'card.certificate-missing': 'the holder renews the certificate at the municipal office',
};

/** Node’s version. */
export function node(version = process.versions.node): Check {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const enough = major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
  if (enough) return ok('node', `Node ${version}`);
  return missing('node', `Node ${version} is too old`, `install Node ${oldest.join('.')} or newer`);
}

/** Driver, service, reader and card; below a layer that is missing, nothing can be said. */
export async function cardLayers(choice: ReaderChoice): Promise<Check[]> {
  const below: Check[] = choice.kind === 'simulated' ? [] : await Promise.all([driver(), service()]);
  const broken = below.some(({ state }) => state === 'missing');
  const notReached = 'not reached: a layer below is missing';
  if (broken) return [...below, skipped('reader', notReached), skipped('card', notReached)];
  return withReader({ ...choice, everyCard: true }, async (reader) => {
    const check = readerOf(reader, choice);
    const card = check.state === 'ok' ? await cardOf(reader) : skipped('card', notReached);
    return [...below, check, card];
  });
}

/** Loaded in a process of its own, which it could freeze: built for another Node, it is there and still of no use. */
async function driver(): Promise<Check> {
  const remedy = fromSource
    ? 'apt install g++ make python3 libpcsclite-dev, then npm install and npm rebuild @pokusew/pcsclite'
    : 'apt install libpcsclite1, and the package that was made for this Node and this processor';
  try {
    const require = createRequire(import.meta.url);
    require.resolve('nfc-pcsc');
    const native = join(dirname(require.resolve('@pokusew/pcsclite/package.json')), nativePart);
    if (existsSync(native)) {
      const loads = ['-e', `require(${JSON.stringify(native)})`];
      await promisify(execFile)(process.execPath, loads, { timeout: loadLimitMs, killSignal: 'SIGKILL' });
      return ok('driver', 'nfc-pcsc is built');
    }
  } catch (error) {
    const { stderr = '' } = error as { stderr?: string };
    const reason = /^Error: (.+)$/m.exec(stderr)?.[1];
    if (reason !== undefined) return missing('driver', `nfc-pcsc does not load: ${reason}`, remedy);
  }
  return missing('driver', 'nfc-pcsc is not installed or not built', remedy);
}

async function service(): Promise<Check> {
  const path = serviceSocket(process.env);
  const answer = await askService(path);
  if (answer === 'accepts') return ok('service', `pcscd answers on ${path}`);
  if (answer === 'refuses') {
    return missing(
      'service',
      `this user may not open ${path}`,
      'run as the agent’s user, or let it in (group of that socket)',
    );
  }
  const installed = ['/usr/sbin/pcscd', '/usr/bin/pcscd'].some(existsSync);
  if (!installed) return missing('service', 'pcscd is not installed', 'apt install pcscd');
  return missing(
    'service',
    'pcscd is installed but not running',
    'systemctl enable --now pcscd.socket (or: pcscd)',
  );
}

function readerOf(reader: ReaderBackend, { kind, socket }: ReaderChoice): Check {
  const { status, readers } = reader;
  const names = readers.filter(({ passedOver }) => passedOver === undefined).map(({ name }) => name);
  if (status.state === 'ready') return ok('reader', names.join(', '));
  const code = stateOf(status);
  if (kind === 'simulated') {
    return missing(
      'reader',
      `nothing answers on ${socket}`,
      'start the simulated cards, or give the right --card-socket',
    );
  }
  if (code === 'reader.none' && readers.length > 0) {
    return missing('reader', 'all readers are passed over', `see which and why: ${program} readers`);
  }
  return missing('reader', `${meaningOf(code)} (${code})`, remedies[code] ?? `see ${program} readers`);
}

async function cardOf(reader: ReaderBackend): Promise<Check> {
  if (!reader.status.card) return skipped('card', 'no card lies on the reader');
  try {
    const connection = await reader.connect();
    try {
      await selectJpki(connection);
      await expectIndividualNumberCard(connection);
      return ok('card', 'an Individual Number Card answers');
    } finally {
      await connection.close();
    }
  } catch (error) {
    const code = codeOf(error, 'reader.failed');
    return missing(
      'card',
      `${meaningOf(code)} (${code})`,
      remedies[code] ?? 'lay an Individual Number Card on the reader',
    );
  }
}
