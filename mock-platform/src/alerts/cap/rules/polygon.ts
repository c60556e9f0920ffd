export interface Point {
  latitude: number;
  longitude: number;
}

const number = /^[+-]?(?:\d{1,3}(?:\.\d*)?|\.\d+)$/;

/** `35.6,139.7` as degrees (WGS 84); undefined when it is none, or no place on the earth. */
export function readPoint(text: string): Point | undefined {
  const [first = '', second = '', ...more] = text.split(',');
  if (more.length > 0 || !number.test(first) || !number.test(second)) return undefined;
  const [latitude, longitude] = [Number(first), Number(second)];
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude } : undefined;
}

const same = (one: Point, other: Point): boolean =>
  one.latitude === other.latitude && one.longitude === other.longitude;

/** Which side of the line through two points a third one lies on: 1, -1, or 0 on it. */
function side(from: Point, to: Point, point: Point): number {
  return Math.sign(
    (to.longitude - from.longitude) * (point.latitude - from.latitude) -
      (to.latitude - from.latitude) * (point.longitude - from.longitude),
  );
}

const between = (from: Point, to: Point, point: Point): boolean =>
  Math.min(from.latitude, to.latitude) <= point.latitude &&
  point.latitude <= Math.max(from.latitude, to.latitude) &&
  Math.min(from.longitude, to.longitude) <= point.longitude &&
  point.longitude <= Math.max(from.longitude, to.longitude);

interface Edge {
  from: Point;
  to: Point;
}

function touch(one: Edge, other: Edge): boolean {
  const first = side(one.from, one.to, other.from);
  const second = side(one.from, one.to, other.to);
  const third = side(other.from, other.to, one.from);
  const fourth = side(other.from, other.to, one.to);
  if (first !== second && third !== fourth && first * second <= 0 && third * fourth <= 0) return true;
  return (
    (first === 0 && between(one.from, one.to, other.from)) ||
    (second === 0 && between(one.from, one.to, other.to)) ||
    (third === 0 && between(other.from, other.to, one.from)) ||
    (fourth === 0 && between(other.from, other.to, one.to))
  );
}

/** The edges of a ring without its repeated points; neighbours share one point. */
function edgesOf(points: readonly Point[]): Edge[] {
  const corners = points.filter((point, index) => index === 0 || !same(point, points[index - 1] ?? point));
  return corners.slice(1).map((to, index) => ({ from: corners[index] ?? to, to }));
}

/** Two neighbours cross when one runs back over the other. */
const runsBack = (one: Edge, next: Edge): boolean =>
  side(one.from, one.to, next.to) === 0 &&
  (one.to.latitude - one.from.latitude) * (next.to.latitude - next.from.latitude) +
    (one.to.longitude - one.from.longitude) * (next.to.longitude - next.from.longitude) <
    0;

/** More comparisons of edges than this are not made: the ring counts as one that crosses itself. */
const mostComparisons = 50_000_000;

/**
 * Whether a closed ring crosses or touches itself, its degrees taken as a plane. Edges sorted by longitude are compared
 * only with those they overlap.
 */
export function crossesItself(points: readonly Point[]): boolean {
  const edges = edgesOf(points);
  const count = edges.length;
  for (const [index, edge] of edges.entries()) {
    const next = edges[(index + 1) % count];
    if (next !== undefined && next !== edge && runsBack(edge, next)) return true;
  }
  const west = ({ from, to }: Edge): number => Math.min(from.longitude, to.longitude);
  const east = ({ from, to }: Edge): number => Math.max(from.longitude, to.longitude);
  const order = edges.map((edge, index) => ({ edge, index })).sort((a, b) => west(a.edge) - west(b.edge));
  let comparisons = 0;
  for (const [position, one] of order.entries()) {
    for (let at = position + 1; at < count; at += 1) {
      const other = order[at];
      if (other === undefined || west(other.edge) > east(one.edge)) break;
      comparisons += 1;
      if (comparisons > mostComparisons) return true;
      const apart = Math.abs(one.index - other.index);
      const neighbours = apart === 1 || apart === count - 1;
      if (!neighbours && touch(one.edge, other.edge)) return true;
    }
  }
  return false;
}

/** The points of a polygon: pairs with blanks between; undefined when one of them is no place. */
export function readPolygon(text: string): Point[] | undefined {
  const points = text
    .trim()
    .split(/\s+/)
    .map((pair) => readPoint(pair));
  return points.every((point) => point !== undefined) ? points : undefined;
}

export const isClosed = (points: readonly Point[]): boolean => {
  const [first] = points;
  const last = points.at(-1);
  return first !== undefined && last !== undefined && same(first, last);
};
