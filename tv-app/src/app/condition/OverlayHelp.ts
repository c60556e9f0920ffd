import { aboveSheet, besideLevel, type Strip } from '../../components/strip/Strip.ts';
import { orderHelp, watchOverHelp } from '../../messages/page-help.ts';
import type { Television } from '../television.ts';

/** So long the keys are explained, unless another is pressed before. */
const shownFor = 12_000;

/** つかいかた of what lies over the pages: said and shown for a moment, beside what asks and answers. */
export class OverlayHelp {
  #stop: () => void = () => {};

  constructor(
    private readonly tv: Television,
    private readonly strip: () => Strip | undefined,
  ) {}

  explain(over: 'order' | 'question'): void {
    const { sentences } = over === 'order' ? orderHelp : watchOverHelp;
    const drill = this.tv.box.current.orders.every(({ order }) => order.status === 'drill');
    this.strip()?.say(sentences, over === 'order' ? besideLevel(drill) : aboveSheet);
    this.tv.announcer.say(sentences.join(''));
    this.#stop();
    this.#stop = this.tv.clock.after(shownFor, () => this.close());
  }

  close(): void {
    this.#stop();
    this.strip()?.say([]);
  }
}
