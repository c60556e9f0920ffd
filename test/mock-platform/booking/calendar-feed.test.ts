import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calendarOf } from '../../../mock-platform/src/booking/icalendar.ts';
import type { Stand } from './harness.ts';
import { book, bookingStand, get, hana, post } from './scenes.ts';

const reader = fileURLToPath(new URL('icalendar.py', import.meta.url));
const read = (calendar: string) =>
  JSON.parse(execFileSync('python3', [reader], { input: calendar, encoding: 'utf8' }));

let opened: Stand;
beforeAll(async () => {
  opened = await bookingStand();
}, 60_000);
afterAll(() => opened.close());

const feed = async (url: string) => {
  const { statusCode, headers, body } = await opened.app.inject({ url: new URL(url).pathname });
  return { status: statusCode, type: headers['content-type'], body };
};

describe('the calendar of a person', () => {
  it('any text and place reads back as it was, in lines of at most 75 octets', () => {
    const words = fc
      .string({ unit: 'grapheme', maxLength: 60 })
      .map((text) => text.replace(/(?!\t|\n)\p{Cc}/gu, ''));
    const [event] = [new Date('2026-11-27T04:00:00Z')];
    const all = fc.sample(fc.tuple(words, words), 40);
    const events = all.map(([summary, location], index) => ({
      uid: `${index}@booking.chanoma`,
      sequence: index,
      startsAt: event,
      endsAt: event,
      changedAt: event,
      summary,
      location,
      cancelled: false,
    }));
    const back = read(calendarOf(events)).events;
    expect(back.map((one: { SUMMARY: string; LOCATION: string }) => [one.SUMMARY, one.LOCATION])).toEqual(
      all,
    );
  });

  it('says where and when and no more, hears of a cancellation, and ends with its address', async () => {
    const { body } = await book(opened, hana);
    const { url } = (await post(opened, hana, '/booking/calendar-link')).body;
    const first = await feed(url);
    expect(first.type).toBe('text/calendar; charset=utf-8');
    expect(read(first.body)).toEqual({
      method: 'PUBLISH',
      events: [
        expect.objectContaining({
          UID: `${body.id}@booking.chanoma`,
          SEQUENCE: '0',
          DTSTART: '20261127T040000Z',
          DTEND: '20261127T080000Z',
          SUMMARY: '大広間',
          LOCATION: 'ひより公民館',
          STATUS: 'CONFIRMED',
        }),
      ],
    });
    expect(first.body).not.toContain(hana.sub);
    await post(opened, hana, `/booking/bookings/${body.id}/cancel`);
    expect(read((await feed(url)).body).events).toMatchObject([{ SEQUENCE: '1', STATUS: 'CANCELLED' }]);
    expect(read((await feed(`${url}/${body.id}`)).body).method).toBe('CANCEL');
    await post(opened, hana, '/booking/calendar-link');
    expect((await feed(url)).status).toBe(404);
  });

  it('a permit is a page for as long as the booking stands', async () => {
    const { body } = await book(opened, hana, { period: 'morning' });
    const { url } = (await post(opened, hana, `/booking/bookings/${body.id}/permit`)).body;
    const page = await feed(url);
    expect(page.body).toContain('2026年11月27日(金) 9:00〜12:00');
    expect(page.body).not.toContain(hana.sub);
    await post(opened, hana, `/booking/bookings/${body.id}/cancel`);
    expect((await get(opened, undefined, new URL(url).pathname)).body.code).toBe('booking.link-unknown');
  });
});
