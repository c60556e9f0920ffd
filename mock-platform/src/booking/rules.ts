import { openBookingLimit, windowDays } from './slots.ts';

/** What a town may set for each of its rooms; what it leaves open is as in `defaultRules`. */
export interface RoomRules {
  /** A combined room is let as a whole and holds these rooms: their ids. */
  parts: string[];
  /** Staff look at every wish first; the slot is held meanwhile. */
  approval: boolean;
  /** Only registered groups. */
  groupsOnly: boolean;
  /** Paid ahead within so many minutes, or the slot goes back; null: at the counter. */
  payMinutes: number | null;
  /** The last day that can be booked lies so many days after today. */
  windowDays: number;
  /** A booking can be cancelled until this hour of so many days before. */
  cancel: { days: number; hour: number };
  /** Bookings ahead at a time, over all rooms of the town. */
  personLimit: number;
  groupLimit: number;
}

export const defaultRules: RoomRules = {
  parts: [],
  approval: false,
  groupsOnly: false,
  payMinutes: null,
  windowDays,
  cancel: { days: 1, hour: 17 },
  personLimit: openBookingLimit,
  groupLimit: 10,
};

export const rulesOf = (own: Partial<RoomRules>): RoomRules => ({ ...defaultRules, ...own });

/** Yen for one booking: room and equipment, less the group's reduction (減免), rounded down to ten yen. */
export function feeOf(room: number, equipment: readonly number[], reductionPercent: number): number {
  const full = equipment.reduce((sum, fee) => sum + fee, room);
  return reductionPercent === 0 ? full : Math.floor((full * (100 - reductionPercent)) / 1000) * 10;
}
