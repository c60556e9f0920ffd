import type { CardFile } from '../../protocol/card-reader.ts';
import type { Application } from './application.ts';
import { jpkiApplication } from './jpki.ts';
import { residentApplication } from './resident.ts';
import { surfaceApplication } from './surface.ts';

/** The applications on a card; none on a card of another kind. */
export function applicationsOf(card: CardFile): Application[] {
  if (card.kind === 'resident-card') return [residentApplication()];
  if (card.kind === 'other') return [];
  const surface = surfaceApplication(card);
  return surface === undefined ? [jpkiApplication(card)] : [jpkiApplication(card), surface];
}
