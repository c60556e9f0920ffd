import { randomUUID } from 'node:crypto';
import { type BuildingRecord, registerBuildings } from '../../../mock-platform/src/booking/facilities.ts';
import { bookingModule } from '../../../mock-platform/src/booking/module.ts';
import type { BookingTables } from '../../../mock-platform/src/booking/tables.ts';
import { paymentModule } from '../../../mock-platform/src/payment/module.ts';
import { as, type FakeCaller, type Stand, stand } from './harness.ts';

/** Friday, 15 o'clock in Japan. */
export const now = new Date('2026-11-20T15:00:00+09:00');
export const friday = '2026-11-27';

const hall = (id: string, municipality: string): BuildingRecord => ({
  id: `${id}-house`,
  municipality,
  name: 'ひより公民館',
  closing: { weekdays: [1], yearly: ['12-29', '12-30', '12-31', '01-01', '01-02', '01-03'] },
  rooms: [{ id, room: '大広間', note: '', capacity: 30, fee: 600, picture: 'community-hall' }],
});

export async function bookingStand(databaseUrl?: string): Promise<Stand> {
  const opened = await stand([paymentModule, bookingModule], now, databaseUrl);
  await registerBuildings(opened.context.tables<BookingTables>(), [
    hall('hall', '990019'),
    hall('sea', '990027'),
  ]);
  return opened;
}

export const person = (name: string): FakeCaller => ({ kind: 'person', sub: `${name}-pairwise-subject` });
export const hana = person('hana');
export const isamu = person('isamu');
export const box: FakeCaller = { kind: 'box', sub: randomUUID() };

export const request = (
  members: Partial<Record<'facility' | 'day' | 'period' | 'requestId', string>> = {},
) => ({
  facility: 'hall',
  day: friday,
  period: 'afternoon',
  requestId: randomUUID(),
  ...members,
});

export async function post(opened: Stand, caller: FakeCaller, url: string, payload?: object) {
  const answer = await opened.app.inject({
    method: 'POST',
    url,
    headers: as(caller),
    ...(payload && { payload }),
  });
  return { status: answer.statusCode, body: answer.json() };
}

export async function get(opened: Stand, caller: FakeCaller | undefined, url: string) {
  const answer = await opened.app.inject({ url, ...(caller && { headers: as(caller) }) });
  return { status: answer.statusCode, body: answer.json() };
}

export const book = (opened: Stand, caller: FakeCaller, members: Parameters<typeof request>[0] = {}) =>
  post(opened, caller, '/booking/bookings', request(members));
