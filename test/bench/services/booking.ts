import { randomUUID } from 'node:crypto';
import { Agent, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { registerBuildings } from '../../../mock-platform/src/booking/facilities.ts';
import { freeSlots, type SlotKey } from '../../../mock-platform/src/booking/slots.ts';
import type { BookingTables } from '../../../mock-platform/src/booking/tables.ts';
import { as } from '../../mock-platform/booking/harness.ts';
import { bookingStand, now, person } from '../../mock-platform/booking/scenes.ts';
import { startPostgres } from '../../mock-platform/postgres.ts';
import { type Figure, single } from '../report.ts';

const residents = 500;
const slotCount = 50;
const withinMilliseconds = 1_000;
const rooms = ['east', 'west', 'north', 'south', 'garden'];
const rounds = 5;
const closing = { weekdays: [1], yearly: ['12-29', '12-30', '12-31', '01-01', '01-02', '01-03'] };

type Wanted = SlotKey & { facility: string };

interface Answer {
  milliseconds: number;
  status: number;
  code: string | undefined;
}

const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

/** One resident presses 予約; the time runs from the request's departure to the end of its answer. */
function press(agent: Agent, port: number, subject: string, slot: Wanted): Promise<Answer> {
  const body = JSON.stringify({ ...slot, requestId: randomUUID() });
  const headers = {
    ...as(person(subject)),
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  };
  const path = '/booking/bookings';
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const asked = httpRequest({ agent, host: '127.0.0.1', port, path, method: 'POST', headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      answer.on('end', () => {
        const milliseconds = performance.now() - start;
        resolve({ milliseconds, status: answer.statusCode ?? 0, code: JSON.parse(text).code });
      });
    });
    asked.on('error', reject).end(body);
  });
}

/** 500 residents for 50 slots, ten for each, spread over one second. */
async function rush(agent: Agent, port: number, round: number, slots: readonly Wanted[]): Promise<Answer[]> {
  const wishes = Array.from({ length: residents }, (_, index) => ({
    subject: `bench-${round}-${String(index).padStart(4, '0')}`,
    slot: slots[(index * 7) % slots.length] as Wanted,
    at: (index / residents) * withinMilliseconds,
  }));
  return Promise.all(
    wishes.map(async ({ subject, slot, at }) => {
      await pause(at);
      return press(agent, port, subject, slot);
    }),
  );
}

/** `npm run bench -- services booking`: the morning on which a month is opened. */
export async function booking(
  say: (line: string) => void,
): Promise<{ figures: Figure[]; missing: string[] }> {
  const server = await startPostgres({ durable: true });
  const agent = new Agent({ keepAlive: true, maxSockets: 200 });
  try {
    const opened = await bookingStand(await server.freshDatabase());
    try {
      await opened.app.listen({ port: 0, host: '127.0.0.1' });
      const { port } = opened.app.server.address() as AddressInfo;
      const common = { note: '', capacity: 30, fee: 600, picture: 'gym' as const };
      const halls = rooms.map((id) => ({ ...common, id, room: id }));
      await registerBuildings(opened.context.tables<BookingTables>(), [
        { id: 'bench', municipality: '990019', name: '公民館', closing, rooms: halls },
      ]);
      const free = freeSlots(now, closing, new Set()).flatMap((slot) =>
        rooms.map((facility): Wanted => ({ ...slot, facility })),
      );
      await rush(agent, port, rounds, free.slice(rounds * slotCount, (rounds + 1) * slotCount));
      const answers: Answer[] = [];
      let wrong = 0;
      for (let round = 0; round < rounds; round += 1) {
        const slots = free.slice(round * slotCount, (round + 1) * slotCount);
        const found = await rush(agent, port, round, slots);
        answers.push(...found);
        const won = found.filter(({ status }) => status === 201).length;
        const taken = found.filter(({ code }) => code === 'booking.taken').length;
        say(`round ${round + 1}: ${won} booked, ${taken} just taken`);
        wrong += Math.abs(won - slotCount) + (residents - won - taken);
      }
      const times = answers.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
      const at = (share: number) => times[Math.ceil(times.length * share) - 1] ?? Number.NaN;
      const how = `${rounds} rounds of ${residents} residents for ${slotCount} slots within one second`;
      return {
        figures: [
          single('booking: winners too many or too few, and answers other than "just taken"', wrong, {
            limit: 0,
          }),
          single('booking: press to answer, 99 of 100', at(0.99), { unit: 'ms', limit: 500, how }),
          single('booking: press to answer, median', at(0.5), { unit: 'ms', how }),
          single('booking: press to answer, the slowest', at(1), { unit: 'ms', how }),
        ],
        missing: [],
      };
    } finally {
      await opened.close();
    }
  } finally {
    agent.destroy();
    await server.stop();
  }
}
