import { describe, expect, it } from 'vitest';
import { roomLayout } from '../../../../mock-platform/src/living-room/page/layout.ts';

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}
const apart = (a: Box, b: Box) =>
  a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;

const windows: [name: string, width: number, height: number][] = [
  ['the smallest laptop', 1280, 720],
  ['a tablet', 1024, 768],
  ['a tablet held upright', 912, 1180],
  ['a small tablet held upright', 768, 1024],
  ['the drawn picture', 1600, 1000],
  ['a large screen', 1920, 1080],
  ['a very large screen', 2560, 1440],
];

describe.each(windows)('the room in %s', (_, width, height) => {
  const room = roomLayout(width, height, 11);

  it('lets nothing cover anything else', () => {
    const things = {
      television: room.television,
      remote: room.remote,
      rack: room.rack,
      reader: room.reader,
      households: room.households,
      note: room.note,
    };
    const names = Object.keys(things) as (keyof typeof things)[];
    for (const one of names) {
      for (const other of names) {
        if (one < other) expect(apart(things[one], things[other]), `${one} and ${other}`).toBe(true);
      }
    }
  });

  it('keeps everything inside the window and above the strip', () => {
    for (const thing of [room.television, room.remote, room.rack, room.reader, room.households, room.note]) {
      expect(thing.x).toBeGreaterThanOrEqual(0);
      expect(thing.x + thing.width).toBeLessThanOrEqual(room.width);
      expect(thing.y).toBeGreaterThanOrEqual(room.header);
      expect(thing.y + thing.height).toBeLessThanOrEqual(room.height - room.strip);
    }
  });

  it('gives the screen 16:9 and the remote its real proportions', () => {
    expect(room.screen.width / room.screen.height).toBeCloseTo(16 / 9, 1);
    expect(room.remote.height / room.remote.width).toBeCloseTo(4, 1);
  });

  it('has a place for every card or lets the rack scroll', () => {
    expect(room.rack.columns * room.rack.rows >= 11 || room.rack.scrolls).toBe(true);
    expect(room.rack.column).toBeGreaterThanOrEqual(110);
  });
});

it('shows all cards at once where there is room for two steps of them', () => {
  expect(roomLayout(1600, 1000, 11).rack).toMatchObject({ rows: 2, columns: 6, scrolls: false });
});
