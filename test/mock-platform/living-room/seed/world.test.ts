import { describe, expect, it } from 'vitest';
import { addDays, ageOn, dayOf } from '../../../../mock-platform/src/booking/calendar.ts';
import { isClosed, isWithinWindow, slotName } from '../../../../mock-platform/src/booking/slots.ts';
import { readBundle } from '../../../../mock-platform/src/health/bundle.ts';
import { buildings, counterBookings } from '../../../../mock-platform/src/living-room/seed/facility-data.ts';
import { healthBundle } from '../../../../mock-platform/src/living-room/seed/health-data.ts';
import { noticeDrafts } from '../../../../mock-platform/src/living-room/seed/notice-data.ts';
import {
  roomCards,
  roomHouseholds,
  roomTowns,
} from '../../../../mock-platform/src/living-room/seed/room-data.ts';
import { households, towns } from '../../../../mock-platform/src/living-room/seed/world.ts';
import { DistrictCode, MarkedText } from '../../../../mock-platform/src/protocol/basics.ts';
import { Facilities } from '../../../../mock-platform/src/protocol/booking.ts';
import { Observation, observationCodes } from '../../../../mock-platform/src/protocol/health.ts';
import { Room } from '../../../../mock-platform/src/protocol/living-room.ts';

const seedingDays = ['2026-11-01T03:00:00+09:00', '2026-11-20T18:30:00+09:00', '2026-12-31T23:59:00+09:00'];
const now = new Date('2026-11-20T18:30:00+09:00');

describe('the people of the demo', () => {
  it.each(seedingDays)('have the ages of the story when seeded at %s', (at) => {
    const ages = households
      .flatMap(({ residents }) => residents)
      .map(({ key, birthDate }) => [key, ageOn(birthDate, dayOf(new Date(at)))]);
    expect(Object.fromEntries(ages)).toMatchObject({
      hana: 82,
      isamu: 85,
      yui: 9,
      fumi: 79,
      takeshi: 57,
      kenji: 61,
      yoshiko: 84,
      sachiko: 76,
    });
  });

  it('live in districts that exist, and shelters lie in districts too', () => {
    for (const { municipality, districts, shelters } of towns) {
      const codes: string[] = districts.map(({ code }) => DistrictCode.parse(code));
      for (const shelter of shelters) {
        expect(codes).toContain(shelter.district);
        expect(MarkedText.parse(shelter.marked).replace(/\{([^|]+)\|[^}]+\}/g, '$1')).toBe(shelter.name);
      }
      for (const home of households.filter((household) => household.municipality === municipality)) {
        expect(codes).toContain(home.district);
      }
    }
  });
});

describe('the living room', () => {
  it('has its cards with captions, two televisions and the way to both town halls', () => {
    const cards = roomCards(now);
    const room = {
      households: roomHouseholds.map((household) => ({ ...household, agentPort: 1 })),
      towns: roomTowns,
      staff: [],
      cards,
      readerBackend: 'simulated',
    };
    expect(Room.parse(room)).toEqual(room);
    expect(cards.map(({ name, caption }) => `${name} ${caption}`)).toEqual([
      'hana 82歳',
      'isamu 85歳',
      'yui 9歳',
      'fumi 失効したカード',
      'takeshi 期限切れのカード',
      'kenji 別の家',
      'yoshiko 暗証番号ロック',
      'minoru 次の世代のカード',
      'sachiko 別の町',
      'makoto 未登録',
      'old-resident-card 住基カード',
      'transit 対象外',
      'credit 対象外',
      'phone スマホの証明書',
      'damaged 反応しない',
    ]);
  });
});

describe('health data', () => {
  const observations = (card: string, at = now) =>
    (healthBundle(card, at)?.entry ?? []).flatMap(({ resource }) =>
      resource.resourceType === 'Observation' ? [Observation.parse(resource)] : [],
    );
  const pressuresOf = (card: string, at = now) =>
    observations(card, at)
      .filter(({ code }) => code.coding?.[0]?.code === observationCodes.bloodPressure.code)
      .map(({ effectiveDateTime, component = [] }) => ({
        at: effectiveDateTime,
        values: component.map(({ valueQuantity }) => valueQuantity?.value as number),
      }));

  it('shows はな thirteen of the last fourteen mornings, this one included', () => {
    const pressures = pressuresOf('hana');
    expect(pressures).toHaveLength(13);
    expect(pressures.at(-1)).toEqual({ at: '2026-11-20T07:10:00+09:00', values: [126, 78] });
    expect(pressures[0]?.at).toBe('2026-11-07T07:10:00+09:00');
    for (const { values } of pressures) {
      expect(values[0]).toBeGreaterThanOrEqual(120);
      expect(values[0]).toBeLessThanOrEqual(135);
      expect(values[1]).toBeGreaterThanOrEqual(72);
      expect(values[1]).toBeLessThanOrEqual(84);
    }
    expect(Math.min(...pressuresOf('isamu').map(({ values }) => values[0] as number))).toBeGreaterThan(135);
  });

  it('never tells a morning that has not been yet', () => {
    const early = new Date('2026-11-20T07:09:00+09:00');
    expect(pressuresOf('hana', early).at(-1)?.at).toBe('2026-11-19T07:10:00+09:00');
  });

  it('has five yearly check-ups with range, judgement and who carried them out', () => {
    const hba1c = observations('hana').filter(
      ({ code }) => code.coding?.[0]?.code === observationCodes.hba1c.code,
    );
    expect(hba1c.map(({ effectiveDateTime }) => effectiveDateTime)).toEqual(
      ['2022', '2023', '2024', '2025', '2026'].map((year) => `${year}-06-18`),
    );
    for (const one of hba1c) {
      expect(one.performer?.[0]?.display).toBe('ひより町 健診');
      const isHigh = (one.valueQuantity?.value as number) > 5.5;
      expect(one.interpretation?.[0]?.coding?.[0]?.code).toBe(isHigh ? 'H' : 'N');
      expect(one.referenceRange?.[0]?.high?.value).toBe(5.5);
    }
  });

  it('leaves ゆい with vaccinations only', () => {
    expect(observations('yui')).toEqual([]);
    expect(healthBundle('yui', now)?.entry.length).toBeGreaterThan(0);
  });

  it('is the same for the same day and is taken as it is', () => {
    for (const { key } of households.flatMap(({ residents }) => residents)) {
      const bundle = healthBundle(key, now);
      if (bundle === undefined) continue;
      expect(healthBundle(key, now)).toEqual(bundle);
      expect(readBundle(bundle).resources.map(({ resource }) => resource)).toEqual(
        bundle.entry.map(({ resource }) => resource),
      );
    }
  });
});

describe('rooms to let and news', () => {
  it('has five rooms in ひより町 and two in みはらし町', () => {
    const facilities = buildings.flatMap(({ name, rooms, municipality }) =>
      rooms.map((room) => ({ ...room, name, municipality })),
    );
    expect(Facilities.parse({ facilities }).facilities.map(({ name, room }) => `${name} ${room}`)).toEqual([
      'ひより公民館 大広間',
      'ひより公民館 調理室',
      'ひより公民館 音楽室',
      '川原体育館 体育室',
      'はま公民館 和室',
      'みはらし文化センター ホール',
      'みはらし文化センター 音楽室',
    ]);
  });

  it('has taken slots on open days ahead, one at the next open afternoon from the day after tomorrow', () => {
    for (let offset = 0; offset < 14; offset += 1) {
      const at = new Date(now.getTime() + offset * 86_400_000);
      const bookings = counterBookings(at);
      for (const { facility, day } of bookings) {
        const house = buildings.find(({ rooms }) => rooms.some(({ id }) => id === facility));
        expect(isClosed(day, house?.closing ?? { weekdays: [], yearly: [] })).toBe(false);
        expect(isWithinWindow(day, at)).toBe(true);
      }
      const hall = buildings[0]?.closing ?? { weekdays: [], yearly: [] };
      const soon = addDays(dayOf(at), 2);
      const expected = isClosed(soon, hall) ? addDays(soon, 1) : soon;
      expect(bookings.map(slotName)).toContain(`${expected} afternoon`);
    }
  });

  it('has short news, newest first the water', () => {
    const drafts = noticeDrafts(now);
    expect(drafts[0]).toMatchObject({
      issuer: 'ひより町 水道課',
      headline: 'あす 午前9時から 水が とまります。',
      picture: 'water',
    });
    for (const { headline, sentences } of drafts) {
      for (const sentence of [headline, ...sentences]) expect([...sentence].length).toBeLessThanOrEqual(25);
      expect(sentences.length).toBeLessThanOrEqual(3);
    }
  });
});
