import { drawing, element } from '../../console/page/dom.ts';
import type { Room } from '../../protocol/living-room.ts';
import { isThing, portraitDrawing } from './portraits.ts';

export type RoomCard = Room['cards'][number];

/** Lets a label like こうつうカード break where the script changes. */
const inPhrases = (label: string): (string | HTMLElement)[] =>
  label
    .split(/(?<=[\u3041-\u3096\u4e00-\u9fff])(?=[\u30a1-\u30f6])/)
    .flatMap((part) => [part, element('wbr')]);

/** A card as a button: pale tone, first name, portrait of shapes; nothing of the real Individual Number Card. */
export function createCard(card: RoomCard): HTMLButtonElement {
  return element(
    'button',
    {
      type: 'button',
      class: `card ${card.tone} ${isThing(card.portrait) ? 'plain' : ''}`,
      'data-card': card.name,
      tabindex: '-1',
    },
    drawing(portraitDrawing(card.portrait), 'portrait'),
    element('b', { class: card.label.length > 3 ? 'long' : undefined }, ...inPhrases(card.label)),
  );
}

const still = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** Shows the card on its way from where it was to where it is now, 190 ms; then the card itself appears there. */
export function settle(card: HTMLElement, from: DOMRect): void {
  if (still()) return;
  const to = card.getBoundingClientRect();
  const ghost = card.cloneNode(true) as HTMLElement;
  ghost.classList.add('ghost');
  ghost.removeAttribute('data-card');
  ghost.setAttribute('aria-hidden', 'true');
  ghost.style.width = `${to.width}px`;
  ghost.style.height = `${to.height}px`;
  document.body.append(ghost);
  card.classList.add('flying');
  const at = (rect: DOMRect, lift = 0) =>
    `translate(${rect.left}px, ${rect.top - lift}px) scale(${rect.width / to.width}, ${rect.height / to.height})`;
  const flight = ghost.animate(
    [
      { transform: at(from) },
      { transform: at(to, 10), offset: 0.72, easing: 'ease-in' },
      { transform: at(to) },
    ],
    { duration: 190, easing: 'cubic-bezier(0.25, 0.7, 0.4, 1)' },
  );
  const land = () => {
    ghost.remove();
    card.classList.remove('flying');
  };
  flight.addEventListener('finish', land);
  flight.addEventListener('cancel', land);
}
