import { announceSocket, withdrawSocket } from './process/address.ts';
import { readCommandLine, usage } from './process/command-line.ts';
import { Room } from './process/room.ts';
import { serveRoom } from './process/server.ts';
import { CardStore } from './process/store.ts';
import { VpcdSlot } from './process/vpcd.ts';

/** The process of the simulated cards. Prints `ready` when it accepts connections; ends on SIGTERM. */
async function main(): Promise<void> {
  const options = readCommandLine(process.argv.slice(2));
  if (options === undefined) {
    process.stdout.write(usage);
    return;
  }
  const slots = new Map(options.vpcd.map(({ host, port, reader }) => [reader, new VpcdSlot(host, port)]));
  const room = new Room(new CardStore(options.cards), options.readers, slots);
  const server = await serveRoom(room, options.socket);
  announceSocket(options.cards, options.socket);
  const end = (): void => {
    withdrawSocket(options.cards, options.socket);
    void server.close().then(() => process.exit(0));
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  if (options.exitWithParent) process.stdin.on('close', end).on('end', end).resume();
  process.stdout.write('ready\n');
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(2);
});
