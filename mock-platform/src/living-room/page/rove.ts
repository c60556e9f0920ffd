/** How far the next card beside and below stands in the order of the cards. */
export interface Steps {
  across: number;
  down: number;
}

export interface Roving {
  /** To be called when cards appeared, went or moved; `also` is a second stop for the Tab key. */
  refresh(also?: HTMLElement): void;
  keydown(event: KeyboardEvent): void;
}

/** One stop of the Tab key for many cards; arrows move among them and never reach the television. */
export function createRoving(order: () => HTMLButtonElement[], steps: () => Steps): Roving {
  let current: HTMLButtonElement | undefined;
  const refresh = (also?: HTMLElement) => {
    const cards = order();
    if (!current || !cards.includes(current)) current = cards[0];
    for (const card of cards) card.tabIndex = card === current || card === also ? 0 : -1;
  };
  return {
    refresh,
    keydown(event) {
      const cards = order();
      const at = cards.indexOf(event.target as HTMLButtonElement);
      const { across, down } = steps();
      const step = { ArrowRight: across, ArrowLeft: -across, ArrowDown: down, ArrowUp: -down }[event.key];
      if (at < 0 || step === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      current = cards[Math.min(cards.length - 1, Math.max(0, at + step))];
      refresh();
      current?.focus();
      current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    },
  };
}
