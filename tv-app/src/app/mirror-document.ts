import { type Language, language } from '../messages/language.ts';
import { mirrorWords } from '../messages/mirror.ts';
import type { MirrorNode } from './mirror.ts';
import { writeNode } from './mirror-element.ts';

/** Tags of the three languages in the document. やさしい日本語 is Japanese. */
export const languageTags: Readonly<Record<Language, string>> = { ja: 'ja', plain: 'ja', en: 'en' };

/**
 * Keeps an off-screen DOM tree in step with what is drawn (D12): for screen readers, and for tests. Elements stay as long as
 * the same thing stands in the same place, so that a reader does not lose where it is. The keys of the remote control belong to the
 * application, which is why a reader is given one that holds the focus and names the element that has it.
 */
export class Mirror {
  readonly #host: HTMLElement;
  readonly #page: HTMLElement;
  readonly #screen: HTMLElement;
  readonly #live: HTMLElement;
  #written = '';

  constructor(private readonly document: Document) {
    const element = (parent: Node, attributes: Record<string, string>) => {
      const made = document.createElement('div');
      for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
      parent.appendChild(made);
      return made;
    };
    this.#host = element(document.body, { id: 'mirror' });
    const tree = element(this.#host, {});
    this.#live = element(this.#host, { id: 'mirror-live', role: 'status', 'aria-live': 'polite' });
    this.#page = element(tree, { role: 'main' });
    this.#screen = element(this.#page, { role: 'application', tabindex: '0' });
    this.write([]);
    this.#screen.focus();
  }

  /** Writes the tree when it differs from what stands there. */
  write(nodes: readonly MirrorNode[]): void {
    const wanted = JSON.stringify([language(), nodes]);
    if (wanted === this.#written) return;
    this.#written = wanted;
    const tag = languageTags[language()];
    const { name, inside } = pageOf(nodes);
    this.document.documentElement.lang = tag;
    this.#host.lang = tag;
    this.#page.setAttribute('aria-label', name);
    this.#screen.setAttribute('aria-label', mirrorWords.screen);
    writeNode(this.#screen, inside, tag);
    const focused = this.#screen.querySelector('[data-focused]');
    if (focused) this.#screen.setAttribute('aria-activedescendant', focused.id);
    else this.#screen.removeAttribute('aria-activedescendant');
  }

  /** What the announcer says is written here too, for boxes whose screen reader speaks in its place. */
  say(words: string): void {
    this.#live.textContent = words;
  }
}

/** One page with one heading, also while an order covers every page or the broadcast shows. */
function pageOf(nodes: readonly MirrorNode[]): { name: string; inside: readonly MirrorNode[] } {
  const page = nodes.find(({ role }) => role === 'main');
  if (page) return { name: page.name, inside: [...page.nodes, ...nodes.filter((node) => node !== page)] };
  const name = nodes.length === 0 ? mirrorWords.broadcast : mirrorWords.order;
  const plain = { focused: false, nodes: [] };
  const heading: MirrorNode = { ...plain, role: 'heading', level: 1, name, key: 'heading' };
  if (nodes.length > 0) return { name, inside: [heading, ...nodes] };
  return {
    name,
    inside: [heading, { ...plain, role: 'text', name: mirrorWords.broadcastMore, key: 'more' }],
  };
}
