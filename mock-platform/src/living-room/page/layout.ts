import type { Rectangle } from '../../console/page/dom.ts';

/** Where everything in the room stands, px in the window. */
export interface RoomLayout {
  width: number;
  height: number;
  header: number;
  strip: number;
  lamp: { x: number; top: number; radius: number };
  households: Rectangle;
  television: Rectangle;
  screen: Rectangle;
  remote: Rectangle;
  /** Y of the back edge, of the front edge and of the lower end of the board's front. */
  board: { left: number; right: number; back: number; front: number; bottom: number };
  reader: Rectangle;
  cup: { x: number; y: number } | null;
  rack: Rack;
  note: Rectangle;
  window: Rectangle | null;
}

/** The card rack: steps of cards, one above the other. More cards than places scroll sideways. */
export interface Rack extends Rectangle {
  columns: number;
  rows: number;
  column: number;
  row: number;
  /** More cards than places. */
  scrolls: boolean;
}

export const smallest = { width: 900, height: 640 };

const rowHeight = 84;
const bezel = 14;
const boardBehindRack = 30;
const boardBeforeRack = 10;

function rackColumns(width: number, cards: number): number {
  return Math.max(3, Math.min(cards, Math.floor(width / 128)));
}

/**
 * Places everything for a window and a number of cards. Below `smallest` the page scrolls.
 * The television gets all room that the cards leave; a second step of cards is added only while it stays large.
 */
export function roomLayout(windowWidth: number, windowHeight: number, cards: number): RoomLayout {
  const width = Math.max(windowWidth, smallest.width);
  const height = Math.max(windowHeight, smallest.height);
  const low = height < 820;
  const header = low ? 52 : 64;
  const strip = low ? 68 : 86;
  const roomTop = header + 8;
  const floor = height - strip;

  const remoteHeight = Math.min(floor - roomTop - (low ? 20 : 112), 800);
  const remoteWidth = Math.round(remoteHeight / 4);
  const remoteMargin = width < 1200 ? 22 : Math.round(width * 0.068);
  const remote = {
    x: width - remoteMargin - remoteWidth,
    y: roomTop + (low ? 10 : Math.round((floor - roomTop - remoteHeight - 74) / 2)),
    width: remoteWidth,
    height: remoteHeight,
  };

  const side = Math.max(152, Math.round(width * 0.14));
  const front = low ? 34 : 42;
  const board = { left: Math.round(width * 0.02), right: remote.x - (width < 1200 ? 18 : 50) };
  const wide = width >= 1500;
  const readerWidth = wide ? 204 : 172;
  const readerLeft = board.left + (wide ? 122 : 34);
  const rackLeft = readerLeft + readerWidth + (wide ? 44 : 26);
  const rackWidth = board.right - 30 - rackLeft;
  const most = rackColumns(rackWidth, cards);

  const top = roomTop + (low ? 12 : 24);
  const between = { left: side, right: remote.x - 30 };
  const heightWith = (rows: number) => {
    const free =
      floor - top - 16 - (boardBehindRack + rows * rowHeight + boardBeforeRack + front + (low ? 8 : 14));
    return Math.min(free, (between.right - between.left - 2 * bezel) * (9 / 16) + 2 * bezel + 8);
  };
  const rows = cards > most && (heightWith(2) >= 500 || heightWith(2) >= 0.88 * heightWith(1)) ? 2 : 1;
  const columns = Math.min(most, Math.ceil(cards / rows));
  const televisionHeight = Math.floor(heightWith(rows));
  const televisionWidth = Math.round((televisionHeight - 2 * bezel - 8) * (16 / 9) + 2 * bezel);
  const television = {
    x: Math.round((between.left + between.right - televisionWidth) / 2),
    y: top,
    width: televisionWidth,
    height: televisionHeight,
  };
  const bottom = floor - (low ? 8 : 14);
  const frontEdge = bottom - front;
  const back = Math.min(
    television.y + television.height + 16,
    frontEdge - rows * rowHeight - boardBehindRack,
  );
  const readerHeight = Math.min(132, frontEdge - back - 18);

  return {
    width,
    height,
    header,
    strip,
    lamp: { x: Math.round(Math.min(side, television.x) / 2), top: header, radius: low ? 52 : 76 },
    households: {
      x: Math.round((Math.min(side, television.x) - 140) / 2),
      y: header + (low ? 186 : 264),
      width: 140,
      height: 104,
    },
    television,
    screen: {
      x: bezel,
      y: bezel,
      width: televisionWidth - 2 * bezel,
      height: televisionHeight - 2 * bezel - 8,
    },
    remote,
    board: { ...board, back, front: frontEdge, bottom },
    reader: {
      x: readerLeft,
      y: frontEdge - readerHeight + 6,
      width: readerWidth,
      height: readerHeight,
    },
    cup: wide ? { x: board.left + 66, y: frontEdge - Math.min(110, frontEdge - back - 30) } : null,
    rack: {
      x: rackLeft,
      y: frontEdge - boardBeforeRack - rows * rowHeight,
      width: rackWidth,
      height: rows * rowHeight,
      columns,
      rows,
      column: rackWidth / columns,
      row: rowHeight,
      scrolls: cards > columns * rows,
    },
    note: low
      ? { x: Math.round((Math.min(side, television.x) - 140) / 2), y: header + 304, width: 140, height: 62 }
      : { x: remote.x + remoteWidth / 2 - 124, y: remote.y + remoteHeight + 30, width: 248, height: 44 },
    window:
      remoteMargin >= 60
        ? {
            x: width - Math.round(remoteMargin * 0.72),
            y: roomTop + 70,
            width: 260,
            height: Math.round(height * 0.42),
          }
        : null,
  };
}
