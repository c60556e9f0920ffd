import 'leaflet/dist/leaflet.css';
import L from 'leaflet';
import type { TownDesk } from '../../protocol/console.ts';
import { element } from './dom.ts';

type District = TownDesk['districts'][number];
type Point = District['centre'];

export interface TownMap {
  element: HTMLElement;
  /** Draws the districts anew: which are marked, and what stands under each name. */
  update(
    marked: ReadonlySet<string>,
    lineUnder: (code: string) => string,
    classOf?: (code: string) => string,
  ): void;
}

/** Kilometres east and north of the town hall, as Leaflet takes them. */
const at = ([east, north]: Point): L.LatLngTuple => [north, east];

/**
 * A map of the town's own outlines, without any tiles; undefined for a town that has none. With `toggle` a district is a
 * check box for mouse, finger and keyboard.
 */
export function createMap(
  desk: Pick<TownDesk, 'districts' | 'scenery' | 'name'>,
  toggle?: (code: string) => void,
): TownMap | undefined {
  const drawn = desk.districts.flatMap((district) =>
    district.outline ? [{ district, outline: district.outline }] : [],
  );
  if (drawn.length === 0) return undefined;
  const root = element('div', { class: 'town-map', role: 'group', 'aria-label': `${desk.name}の地図` });
  const map = L.map(root, {
    crs: L.CRS.Simple,
    zoomControl: false,
    attributionControl: false,
    scrollWheelZoom: false,
    dragging: false,
    keyboard: false,
    doubleClickZoom: false,
    touchZoom: false,
    boxZoom: false,
    zoomSnap: 0,
  });
  // The map's own frame is no stop of the keyboard: its districts are.
  root.removeAttribute('tabindex');
  // Nothing is drawn before there is a view.
  map.setView(at([0, 0]), 0);
  for (const { kind, points } of desk.scenery) {
    if (kind === 'sea') L.polygon(points.map(at), { className: 'sea', interactive: false }).addTo(map);
  }
  const areas = drawn.map(({ district, outline }) => {
    const area = L.polygon(outline.map(at), { className: 'area', interactive: toggle !== undefined }).addTo(
      map,
    );
    const label = L.marker(at(district.centre), {
      interactive: false,
      keyboard: false,
      icon: L.divIcon({ className: 'area-label', html: '', iconSize: [0, 0] }),
    }).addTo(map);
    const path = area.getElement() as SVGElement | undefined;
    if (toggle && path) {
      path.setAttribute('tabindex', '0');
      path.setAttribute('role', 'checkbox');
      path.setAttribute('aria-label', `地図の${district.name}`);
      area.on('click', () => toggle(district.code));
      path.addEventListener('keydown', (event) => {
        if (event.key !== ' ' && event.key !== 'Enter') return;
        event.preventDefault();
        toggle(district.code);
      });
    }
    return { district, path, label };
  });
  for (const { kind, points } of desk.scenery) {
    if (kind === 'river') L.polyline(points.map(at), { className: 'river', interactive: false }).addTo(map);
  }
  const bounds = L.latLngBounds(drawn.flatMap(({ outline }) => outline.map(at)));
  const fit = () => {
    if (root.clientWidth === 0) return;
    map.invalidateSize(false);
    map.fitBounds(bounds, { padding: [26, 12], animate: false });
  };
  new ResizeObserver(fit).observe(root);
  return {
    element: root,
    update(marked, lineUnder, classOf) {
      for (const { district, path, label } of areas) {
        const chosen = marked.has(district.code);
        path?.setAttribute(
          'class',
          `area leaflet-interactive ${chosen ? 'chosen' : ''} ${classOf?.(district.code) ?? ''}`,
        );
        if (toggle) path?.setAttribute('aria-checked', String(chosen));
        label
          .getElement()
          ?.replaceChildren(
            element(
              'span',
              { class: chosen ? 'chosen' : '' },
              element('b', {}, `${chosen && toggle ? '✓ ' : ''}${district.name}`),
              element('small', {}, lineUnder(district.code)),
            ),
          );
      }
    },
  };
}
