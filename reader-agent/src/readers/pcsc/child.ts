import type { NFC } from 'nfc-pcsc';
import type { ReaderStatus } from '../reader.ts';
import type { ChildOptions, FromChild, ToChild } from './messages.ts';
import { takesCards } from './reader-choice.ts';
import { serviceAnswers } from './service.ts';
import { Slot } from './slot.ts';

/**
 * The only process that loads nfc-pcsc: its native part can freeze or end a process in several ways. When pcscd goes,
 * everything the module holds is dead, so this process ends and its parent starts another.
 */
const options = JSON.parse(process.argv[2] ?? '{}') as ChildOptions;
const probePause = 300;
/** How long the module may take to list readers that are already there. */
const firstReaders = 300;
const presencePoll = 600;

const slots = new Set<Slot>();
let listed = false;
/** The reader of the card that is open now, and of the one that was opened last. */
let open: Slot | undefined;
let lastUsed: Slot | undefined;

function tell(message: FromChild): void {
  if (process.connected) process.send?.(message);
}

function report(card = [...slots].some((slot) => slot.present)): void {
  const status: ReaderStatus =
    slots.size > 0 ? { state: 'ready', card } : { state: 'missing', code: 'reader.none', card: false };
  if (slots.size > 0 || listed) tell({ type: 'status', status });
}

async function main(): Promise<void> {
  process.on('message', (message) => void receive(message as ToChild));
  process.on('disconnect', () => process.exit(0));
  const nfcPcsc = await import('nfc-pcsc').catch(() => undefined);
  if (nfcPcsc === undefined) {
    return end({ state: 'missing', code: 'reader.driver-missing', card: false });
  }
  // Without pcscd the constructor spins forever, so the socket is asked first.
  while (!(await serviceAnswers())) {
    tell({ type: 'status', status: { state: 'missing', code: 'reader.service-missing', card: false } });
    await new Promise((resolve) => setTimeout(resolve, probePause));
  }
  watch(new nfcPcsc.NFC());
  setTimeout(() => {
    listed = true;
    report();
  }, firstReaders);
}

function watch(nfc: NFC): void {
  nfc.on('error', () => void lost());
  nfc.on('reader', (reader) => {
    reader.autoProcessing = false;
    reader.on('error', () => void lost());
    const low = reader.reader;
    // The module would open every card in shared mode as soon as it appears. Here nothing touches a card before a login.
    low.removeAllListeners('status');
    if (!takesCards(reader.name, options.readerName)) return;
    const slot = new Slot(low);
    slots.add(slot);
    low.on('status', ({ state }) => {
      const present = (state & low.SCARD_STATE_PRESENT) !== 0;
      if (present === slot.present) return;
      slot.present = present;
      cardChanged(slot);
    });
    reader.on('end', () => {
      slot.present = false;
      slots.delete(slot);
      cardChanged(slot);
    });
    report();
  });
}

/** With several readers, only the one in use ends a connection when its card goes. */
function cardChanged(slot: Slot): void {
  if (open === undefined || (open === slot && !slot.present)) tell({ type: 'card', present: slot.present });
  if (slot === lastUsed && !slot.present) {
    lastUsed = undefined;
    // A card that lies on another reader must not keep the session of the one that was taken.
    report(false);
  }
  report();
  if (open === slot && !slot.present) void letGo(slot);
}

/** After an error of the service or of a reader that was pulled, the module stays dead for good. */
async function lost(): Promise<void> {
  const code = (await serviceAnswers()) ? 'reader.none' : 'reader.service-missing';
  end({ state: 'missing', code, card: false });
}

/** Ends this process with a last word; the parent starts another when it is time. */
function end(status: ReaderStatus): void {
  const message: FromChild = { type: 'status', status };
  if (process.connected) process.send?.(message, () => process.exit(3));
  setTimeout(() => process.exit(3), 200);
}

async function letGo(slot: Slot): Promise<void> {
  if (open === slot) open = undefined;
  await slot.close().catch(() => undefined);
}

async function receive(message: ToChild): Promise<void> {
  if (message.type === 'ping') return tell({ type: 'pong' });
  if (message.type === 'stop') return stop();
  const { id } = message;
  try {
    const response = await serve(message);
    tell({ type: 'answer', id, response: response.toString('hex') });
  } catch (error) {
    tell({ type: 'failure', id, error: (error as Error).message });
  }
}

async function serve(message: Extract<ToChild, { id: number }>): Promise<Buffer> {
  switch (message.type) {
    case 'connect':
      open = await openFirst();
      lastUsed = open;
      return Buffer.alloc(0);
    case 'transmit':
      if (open === undefined) throw new Error('SCARD_W_REMOVED_CARD');
      return transmit(open, Buffer.from(message.apdu, 'hex'));
    case 'disconnect':
      if (open !== undefined) await letGo(open);
      return Buffer.alloc(0);
  }
}

/**
 * A command to a card that was just taken away fails as "not transacted" before pcscd has noticed (it looks every
 * 400 ms): the failure is held back, so that the removal is told first.
 */
async function transmit(slot: Slot, apdu: Buffer): Promise<Buffer> {
  try {
    return await slot.transmit(apdu);
  } catch (error) {
    if ((error as Error).message === 'SCARD_E_NOT_TRANSACTED') {
      await new Promise((resolve) => setTimeout(resolve, presencePoll));
    }
    throw error;
  }
}

/** One device may show several readers: the one used last, then the first whose card answers. */
async function openFirst(): Promise<Slot> {
  let failure = new Error('SCARD_E_NO_SMARTCARD');
  for (const slot of new Set(lastUsed === undefined ? slots : [lastUsed, ...slots])) {
    if (!slot.present) continue;
    try {
      await slot.open();
      return slot;
    } catch (error) {
      failure = error as Error;
    }
  }
  throw failure;
}

/** The card loses its power. Readers are not closed: that can last forever, and they end with the process. */
async function stop(): Promise<void> {
  setTimeout(() => process.exit(0), 400);
  if (open !== undefined) await letGo(open);
  process.exit(0);
}

await main();
