import { join } from 'node:path';
import { Room } from '../../../mock-platform/src/card/process/room.ts';
import { serveRoom } from '../../../mock-platform/src/card/process/server.ts';
import { CardStore } from '../../../mock-platform/src/card/process/store.ts';
import { VpcdSlot } from '../../../mock-platform/src/card/process/vpcd.ts';
import type { CardCommand, CardFile } from '../../../mock-platform/src/protocol/card-reader.ts';
import { cardFolder } from './fixture.ts';

type WithoutId<T> = T extends { id: number } ? Omit<T, 'id'> : never;

/** A room with `hana-reader` and `kenji-reader` (or others), served on a socket of its own. */
export async function openRoom(cards: CardFile[], vpcd: Record<string, number> = {}) {
  const folder = cardFolder(...cards);
  const socket = join(folder.path, 'cards.sock');
  const slots = new Map(Object.entries(vpcd).map(([name, port]) => [name, new VpcdSlot('127.0.0.1', port)]));
  const readers = ['hana-reader', 'kenji-reader'];
  const newRoom = () => new Room(new CardStore(folder.path), readers, slots);
  let room = newRoom();
  let server = await serveRoom(room, socket);
  return {
    folder: folder.path,
    socket,
    /** Carries a command out; where every card is then. */
    execute: async (command: WithoutId<CardCommand>) =>
      (await room.execute({ ...command, id: 1 } as CardCommand)).cards,
    /** The process dies and comes back with all cards in the tray. */
    async stopServer() {
      await server.close();
    },
    async startServer() {
      room = newRoom();
      server = await serveRoom(room, socket);
    },
    async close() {
      for (const reader of readers) await room.execute({ type: 'remove', id: 1, reader });
      await server.close();
      folder.remove();
    },
  };
}
