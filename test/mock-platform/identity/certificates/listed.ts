import { verdict } from './judging.ts';
import {
  authority,
  extensions,
  type ListEntry,
  type ListParts,
  leaf,
  list,
  names,
  type Party,
  type Point,
  root,
} from './making.ts';

export const anchor = root();
export const sub = authority(anchor, 'O=Test, CN=Sub');
export const ofAnchor = list(anchor);
export const { directory, uri } = names;

export const SERIAL = 77;
export const me: ListEntry = { serial: SERIAL };
export const good = 'good';
export const revoked = 'certificate.revoked';
export const unknown = 'revocation.unavailable';
export const point = (name: string): Point => ({ full: [directory(name)] });

/** A person under `sub` with these distribution points, and these lists beside the anchor's. */
export function judge(lists: Buffer[], points: Point[] = [], others: Party[] = [], change = {}) {
  const target = leaf(sub, points.length > 0 ? [extensions.points(...points)] : [], {
    serial: SERIAL,
    ...change,
  });
  return verdict({ anchors: [anchor], others: [sub, ...others], target, lists: [ofAnchor, ...lists] });
}
export const by = (parts: ListParts = {}, party: Party = sub) => list(party, parts);
