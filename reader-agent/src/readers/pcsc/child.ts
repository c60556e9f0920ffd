import type { NFC } from 'nfc-pcsc';
import { codeOfPcscError, pcscErrorName } from '../pcsc-errors.ts';
import type { ReaderStatus } from '../reader.ts';
import type { ChildOptions, FromChild, ToChild } from './messages.ts';
import { askService } from './service.ts';
import { Slots } from './slots.ts';

/**
 * The only process that loads nfc-pcsc: its native part can freeze or end a process in several ways. When pcscd goes,
 * everything the module holds is dead, so this process ends and its parent starts another.
 */
const options = JSON.parse(process.argv[2] ?? '{}') as ChildOptions;
const shortestProbe = 300;
const longestProbe = 1000;
/** How long the module may take to list readers that are already there. */
const firstReaders = 300;
const presencePoll = 600;

const slots = new Slots({ ...options, tell });

type Missing = Extract<ReaderStatus, { state: 'missing' }>['code'];

function tell(message: FromChild): void {
  if (process.connected) process.send?.(message);
}

function missing(code: Missing): ReaderStatus {
  return { state: 'missing', code, card: false };
}

async function main(): Promise<void> {
  process.on('message', (message) => void receive(message as ToChild));
  // The agent is gone without a word.
  process.on('disconnect', () => void stop());
  const nfcPcsc = await import('nfc-pcsc').catch(() => undefined);
  if (nfcPcsc === undefined) return end('reader.driver-missing');
  // Without pcscd the constructor spins forever, so the socket is asked first.
  let pause = shortestProbe;
  for (let answer = await askService(); answer !== 'accepts'; answer = await askService()) {
    tell({ type: 'status', status: missing(codeOfService(answer)) });
    await new Promise((resolve) => setTimeout(resolve, pause));
    pause = Math.min(pause * 1.2, longestProbe);
  }
  try {
    watch(new nfcPcsc.NFC());
  } catch (error) {
    const name = await trueName(pcscErrorName((error as Error).message) ?? '');
    return end(
      codeOfPcscError(name) === 'reader.permission' ? 'reader.permission' : 'reader.service-missing',
    );
  }
  setTimeout(() => slots.settle(), firstReaders);
}

/** libpcsclite calls it a violation when pcscd closes the connection: by refusing this user, or by dying. */
async function trueName(error: string): Promise<string> {
  if (error !== 'SCARD_W_SECURITY_VIOLATION') return error;
  return (await askService()) === 'missing' ? 'SCARD_E_NO_SERVICE' : error;
}

function watch(nfc: NFC): void {
  nfc.on('error', () => void lost());
  nfc.on('reader', (reader) => {
    const low = reader.reader;
    reader.autoProcessing = false;
    // The module would open every card in shared mode as soon as it appears. Here nothing touches a card before a login.
    low.removeAllListeners('status');
    // A reader that was pulled ends; an error of one means that pcscd is gone, unless it says that only this one is.
    reader.on('error', (error) => {
      if (codeOfPcscError(pcscErrorName(error.message) ?? '') === 'reader.none') slots.remove(reader.name);
      else void lost();
    });
    reader.on('end', () => slots.remove(reader.name));
    slots.add(reader.name, low);
  });
}

/** After an error of the service, the module stays dead for good. */
async function lost(): Promise<void> {
  const answer = await askService();
  end(answer === 'accepts' ? 'reader.none' : codeOfService(answer));
}

function codeOfService(answer: 'missing' | 'refuses'): Missing {
  return answer === 'missing' ? 'reader.service-missing' : 'reader.permission';
}

/** Ends this process with a last word; the parent starts another when it is time. */
function end(code: Missing): void {
  const message: FromChild = { type: 'status', status: missing(code) };
  if (process.connected) process.send?.(message, () => process.exit(3));
  setTimeout(() => process.exit(3), 200);
}

async function receive(message: ToChild): Promise<void> {
  if (message.type === 'ping') return tell({ type: 'pong' });
  if (message.type === 'stop') return stop();
  const { id } = message;
  try {
    const response = await serve(message);
    tell({ type: 'answer', id, response: response.toString('hex') });
  } catch (error) {
    tell({ type: 'failure', id, error: await trueName((error as Error).message) });
  }
}

async function serve(message: Extract<ToChild, { id: number }>): Promise<Buffer> {
  switch (message.type) {
    case 'connect':
      await slots.open();
      return Buffer.alloc(0);
    case 'transmit':
      return transmit(Buffer.from(message.apdu, 'hex'));
    case 'disconnect':
      await slots.letGo();
      return Buffer.alloc(0);
  }
}

/**
 * A command to a card that was just taken away fails as "not transacted" before pcscd has noticed (it looks every
 * 400 ms): the failure is held back, so that the removal is told first.
 */
async function transmit(apdu: Buffer): Promise<Buffer> {
  try {
    return await slots.transmit(apdu);
  } catch (error) {
    if ((error as Error).message === 'SCARD_E_NOT_TRANSACTED') {
      await new Promise((resolve) => setTimeout(resolve, presencePoll));
    }
    throw error;
  } finally {
    // It may have been a PIN.
    apdu.fill(0);
  }
}

/** The card loses its power. Readers are not closed: that can last forever, and they end with the process. */
async function stop(): Promise<void> {
  setTimeout(() => process.exit(0), 400);
  await slots.letGo();
  process.exit(0);
}

await main();
