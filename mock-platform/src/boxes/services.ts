import type { TownKey } from '../protocol/boxes.ts';
import type { PlatformContext } from '../server/context.ts';
import type { StreamHandlers } from './connection.ts';
import type { Presence } from './presence.ts';
import { boxesOf } from './register.ts';
import type { StreamHub } from './stream-hub.ts';
import type { BoxesTables } from './tables.ts';

export type WatchOverHandlers = Pick<StreamHandlers, 'watchOver' | 'watchOverAnswer'>;

/** What other modules plug into the boxes of one running platform. */
export interface BoxServices {
  /** Keys to pin at registration; `alerts` replaces this. */
  townKeys(municipality: string): Promise<TownKey[]>;
  /** Who keeps orders, receipts and answers; `alerts` replaces this. */
  stream: Omit<StreamHandlers, 'connected' | keyof WatchOverHandlers>;
  /** Who watches over households; `notices` replaces this. */
  watchOver: WatchOverHandlers;
  /** Connections of this process; set when the boxes' routes are made. */
  hub: StreamHub | undefined;
  /** Connections of the other processes. */
  presence: Presence | undefined;
}

const services = new WeakMap<PlatformContext, BoxServices>();

/** The services of one running platform; the same object for everybody who asks with its context. */
export function boxServices(context: PlatformContext): BoxServices {
  let found = services.get(context);
  if (found === undefined) {
    found = {
      townKeys: async () => [],
      stream: {
        resume: async (_box, cursor) => ({ orders: [], upTo: cursor }),
        receipts: () => Promise.reject(new Error('nobody keeps receipts')),
        signedReceipts: () => Promise.reject(new Error('nobody keeps receipts')),
        answer: () => Promise.reject(new Error('nobody keeps answers')),
      },
      watchOver: {
        watchOver: async () => [],
        watchOverAnswer: () => Promise.reject(new Error('nobody watches over households')),
      },
      hub: undefined,
      presence: undefined,
    };
    services.set(context, found);
  }
  return found;
}

/** One box of an audience, under the names that the town knows. */
export interface AudienceBox {
  box: string;
  /** Pairwise id of the sector `town`. */
  household: string;
  district: string;
  online: boolean;
  /** Beginning or end of its latest connection; undefined for one that never connected. */
  seenAt: Date | null;
}

/** Every unblocked box of a municipality's districts, with whether it is connected to the platform. */
export async function audience(
  context: PlatformContext,
  municipality: string,
  districts: readonly string[],
): Promise<AudienceBox[]> {
  const boxes = await boxesOf(context.tables<BoxesTables>(), municipality, districts);
  const { hub, presence } = boxServices(context);
  const elsewhere = (await presence?.elsewhere(boxes.map(({ box }) => box))) ?? new Set<string>();
  return boxes.map((box) => ({
    box: box.box,
    household: context.pairwise('town', box.household),
    district: box.district,
    online: hub?.isOnline(box.box) === true || elsewhere.has(box.box),
    seenAt: box.seenAt,
  }));
}
