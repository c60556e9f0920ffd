import type { CapArea } from '../message.ts';
import { crossesItself, isClosed, readPoint, readPolygon } from './polygon.ts';
import { type CapProblem, isBlank } from './problem.ts';

function polygonProblem(text: string): Omit<CapProblem, 'path'> | undefined {
  const points = readPolygon(text);
  if (points === undefined)
    return {
      code: 'cap.polygon-form',
      message: 'A polygon is “latitude,longitude” pairs with blanks between.',
    };
  if (points.length < 4)
    return { code: 'cap.polygon-few-points', message: 'A polygon has at least four points.' };
  if (!isClosed(points))
    return { code: 'cap.polygon-open', message: 'The last point of a polygon is its first.' };
  if (crossesItself(points))
    return { code: 'cap.polygon-crossing', message: 'The lines of a polygon do not cross or touch.' };
  return undefined;
}

/** Half the way round the earth, in kilometres. */
const longestRadius = 20_040;

/** `latitude,longitude radius`, the radius in kilometres. */
function isCircle(text: string): boolean {
  const [centre = '', radius = '', ...more] = text.trim().split(/\s+/);
  return (
    more.length === 0 &&
    readPoint(centre) !== undefined &&
    /^\+?(?:\d+(?:\.\d*)?|\.\d+)$/.test(radius) &&
    Number(radius) <= longestRadius
  );
}

function* heights({ altitude, ceiling }: CapArea, path: string): Generator<CapProblem> {
  for (const [name, value] of Object.entries({ altitude, ceiling })) {
    // Whether it is a number at all the schema says.
    if (value !== undefined && Number(value) < 0)
      yield { code: 'cap.altitude', path: `${path}/${name}`, message: 'A height is not below zero.' };
  }
  if (isBlank(ceiling)) return;
  if (isBlank(altitude)) {
    yield { code: 'cap.ceiling-alone', path: `${path}/ceiling`, message: 'A ceiling needs an altitude.' };
  } else if (Number(ceiling) < Number(altitude)) {
    yield {
      code: 'cap.ceiling-below',
      path: `${path}/ceiling`,
      message: 'The ceiling is not below the altitude.',
    };
  }
}

/** What the schema cannot say of one area. */
export function* areaProblems(area: CapArea, path: string): Generator<CapProblem> {
  for (const [index, polygon] of area.polygons.entries()) {
    const problem = isBlank(polygon) ? undefined : polygonProblem(polygon);
    if (problem !== undefined) yield { ...problem, path: `${path}/polygon[${index + 1}]` };
  }
  for (const [index, circle] of area.circles.entries()) {
    if (!isBlank(circle) && !isCircle(circle))
      yield {
        code: 'cap.circle',
        path: `${path}/circle[${index + 1}]`,
        message: 'A circle is “latitude,longitude radius”, the radius in kilometres.',
      };
  }
  yield* heights(area, path);
}
