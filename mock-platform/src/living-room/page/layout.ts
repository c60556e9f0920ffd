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

export const smallest = { width: 740, height: 640 };

const rowHeight = 84;
const bezel = 14;
const boardBehindRack = 30;
const boardBeforeRack = 10;

function rackColumns(width: number, cards: number): number {
  return Math.max(2, Math.min(cards, Math.floor(width / 128)));
}

/** What follows from the window alone: how high the fixed strips are, and where the remote hangs. */
function frameOf(windowWidth: number, windowHeight: number) {
  const width = Math.max(windowWidth, smallest.width);
  const height = Math.max(windowHeight, smallest.height);
  const low = height < 820;
  const header = low ? 52 : 64;
  const strip = low ? 68 : 86;
  const roomTop = header + 8;
  const floor = height - strip;
  const remoteHeight = Math.min(floor - roomTop - (low ? 20 : 112), 800, Math.round(width * 0.7));
  const remoteWidth = Math.round(remoteHeight / 4);
  const remoteMargin = width < 1200 ? 22 : Math.round(width * 0.068);
  const remote = {
    x: width - remoteMargin - remoteWidth,
    y: roomTop + (low ? 10 : Math.round((floor - roomTop - remoteHeight - 74) / 2)),
    width: remoteWidth,
    height: remoteHeight,
  };
  return { width, height, low, header, strip, roomTop, floor, remote, remoteMargin };
}

type Frame = ReturnType<typeof frameOf>;

/** The board from left to right: cup, reader, rack. */
function boardOf({ width, low, floor, remote }: Frame, cards: number) {
  const wide = width >= 1500;
  const left = Math.round(width * 0.02);
  const right = remote.x - (width < 1200 ? 18 : 50);
  const readerWidth = wide ? 204 : 172;
  const readerLeft = left + (wide ? 122 : 34);
  const rackLeft = readerLeft + readerWidth + (wide ? 44 : 26);
  const rackWidth = right - 30 - rackLeft;
  const bottom = floor - (low ? 8 : 14);
  const front = bottom - (low ? 34 : 42);
  return {
    wide,
    left,
    right,
    readerWidth,
    readerLeft,
    rackLeft,
    rackWidth,
    bottom,
    front,
    most: rackColumns(rackWidth, cards),
  };
}

/** The television and the number of card steps: steps are added only while the television stays large. */
function televisionOf(frame: Frame, board: ReturnType<typeof boardOf>, cards: number) {
  const { width, roomTop, low, remote } = frame;
  const side = Math.max(152, Math.round(width * 0.14));
  const top = roomTop + (low ? 12 : 24);
  const between = { left: side, right: remote.x - 30 };
  const widest = (between.right - between.left - 2 * bezel) * (9 / 16) + 2 * bezel + 8;
  const free = (rows: number) =>
    board.front - boardBeforeRack - rows * rowHeight - boardBehindRack - 16 - top;
  const heightWith = (rows: number) => Math.floor(Math.min(free(rows), widest));
  let rows = Math.min(3, Math.ceil(cards / board.most));
  while (rows > 1 && heightWith(rows) < 500 && heightWith(rows) < 0.88 * heightWith(1)) rows -= 1;
  const height = heightWith(rows);
  const wide = Math.round((height - 2 * bezel - 8) * (16 / 9) + 2 * bezel);
  const television = {
    x: Math.round((between.left + between.right - wide) / 2),
    y: top + Math.round((free(rows) - height) * 0.62),
    width: wide,
    height,
  };
  return { television, rows, side: Math.min(side, television.x) };
}

/**
 * Places everything for a window and a number of cards. Below `smallest` the page scrolls.
 * The television gets all room that the cards leave.
 */
export function roomLayout(windowWidth: number, windowHeight: number, cards: number): RoomLayout {
  const frame = frameOf(windowWidth, windowHeight);
  const { width, height, low, header, strip, roomTop, remote, remoteMargin } = frame;
  const board = boardOf(frame, cards);
  const { television, rows, side } = televisionOf(frame, board, cards);
  const columns = Math.min(board.most, Math.ceil(cards / rows));
  const back = Math.min(
    television.y + television.height + 16,
    board.front - rows * rowHeight - boardBehindRack,
  );
  const readerHeight = Math.min(132, board.front - back - 18);
  const middleOfSide = Math.round((side - 140) / 2);

  return {
    width,
    height,
    header,
    strip,
    lamp: { x: Math.round(side / 2), top: header, radius: Math.min(low ? 52 : 76, side / 2 - 12) },
    households: { x: middleOfSide, y: header + (low ? 186 : 264), width: 140, height: 104 },
    television,
    screen: {
      x: bezel,
      y: bezel,
      width: television.width - 2 * bezel,
      height: television.height - 2 * bezel - 8,
    },
    remote,
    board: { left: board.left, right: board.right, back, front: board.front, bottom: board.bottom },
    reader: {
      x: board.readerLeft,
      y: board.front - readerHeight + 6,
      width: board.readerWidth,
      height: readerHeight,
    },
    cup: board.wide ? { x: board.left + 66, y: board.front - Math.min(110, board.front - back - 30) } : null,
    rack: {
      x: board.rackLeft,
      y: board.front - boardBeforeRack - rows * rowHeight,
      width: board.rackWidth,
      height: rows * rowHeight,
      columns,
      rows,
      column: board.rackWidth / columns,
      row: rowHeight,
      scrolls: cards > columns * rows,
    },
    note:
      low || width < 1200
        ? { x: middleOfSide, y: header + (low ? 304 : 388), width: 140, height: 62 }
        : {
            x: Math.min(remote.x + remote.width / 2 - 124, width - 256),
            y: remote.y + remote.height + 30,
            width: 248,
            height: 44,
          },
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
