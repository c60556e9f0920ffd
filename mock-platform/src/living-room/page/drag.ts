const slack = 6;

export interface DragHandlers {
  /** The pointer, with the card under it, is over this point of the window. */
  over(x: number, y: number): void;
  /** Let go there; the handler moves the card or leaves it. `from` is where the card was seen last. */
  drop(x: number, y: number, from: DOMRect): void;
}

/** Lets a card be dragged with mouse, pen or finger. A press without movement stays a click. */
export function makeDraggable(card: HTMLElement, handlers: DragHandlers): void {
  card.addEventListener('pointerdown', (down) => {
    if (down.button !== 0) return;
    // A pressed card must not take the keyboard away from the television.
    if (down.pointerType === 'mouse') down.preventDefault();
    let ghost: HTMLElement | undefined;
    const start = card.getBoundingClientRect();

    const move = (event: PointerEvent) => {
      const dx = event.clientX - down.clientX;
      const dy = event.clientY - down.clientY;
      if (!ghost) {
        if (Math.hypot(dx, dy) < slack) return;
        card.setPointerCapture(down.pointerId);
        ghost = card.cloneNode(true) as HTMLElement;
        ghost.classList.add('ghost', 'held');
        ghost.removeAttribute('data-card');
        ghost.setAttribute('aria-hidden', 'true');
        ghost.style.width = `${start.width}px`;
        ghost.style.height = `${start.height}px`;
        document.body.append(ghost);
        card.classList.add('away');
      }
      ghost.style.transform = `translate(${start.left + dx}px, ${start.top + dy}px)`;
      handlers.over(event.clientX, event.clientY);
    };
    const stop = (event: PointerEvent) => {
      card.removeEventListener('pointermove', move);
      card.removeEventListener('pointerup', stop);
      card.removeEventListener('pointercancel', stop);
      if (!ghost) return;
      const from = ghost.getBoundingClientRect();
      ghost.remove();
      card.classList.remove('away');
      if (event.type === 'pointerup') {
        card.addEventListener('click', swallow, { capture: true, once: true });
        setTimeout(() => card.removeEventListener('click', swallow, { capture: true }));
      }
      handlers.drop(event.type === 'pointerup' ? event.clientX : -1, event.clientY, from);
    };
    card.addEventListener('pointermove', move);
    card.addEventListener('pointerup', stop);
    card.addEventListener('pointercancel', stop);
  });
}

function swallow(event: Event): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}
