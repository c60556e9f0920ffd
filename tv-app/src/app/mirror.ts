import type Lightning from '@lightningjs/core';
import { type Accessible, isAccessible } from '../components/base/accessible.ts';

/** One node of the accessible tree. */
export interface MirrorNode extends Omit<Accessible, 'children'> {
  key: string;
  focused: boolean;
  nodes: MirrorNode[];
}

/**
 * What is drawn, as words: components that describe themselves with their role and name, and every other visible text as it
 * stands on the screen. Pure reading of the tree.
 */
export function describe(root: Lightning.Element, focused: Lightning.Element | undefined): MirrorNode[] {
  if (!root.visible || root.alpha === 0) return [];
  const key = `e${root.id}`;
  if (isAccessible(root)) {
    const { children, ...accessible } = root.accessible;
    const nodes = children ? childrenOf(root).flatMap((child) => describe(child, focused)) : [];
    return [{ ...accessible, key, focused: root === focused, nodes }];
  }
  const text = root.text?.text;
  if (text && !(root as { silent?: boolean }).silent) {
    const heading = (root as { heading?: boolean }).heading === true;
    return [
      {
        role: heading ? 'heading' : 'text',
        ...(heading ? { level: 1 as const } : {}),
        name: (root as { words?: string }).words ?? text,
        key,
        focused: false,
        nodes: [],
      },
    ];
  }
  return childrenOf(root).flatMap((child) => describe(child, focused));
}

function childrenOf(element: Lightning.Element): Lightning.Element[] {
  return element.childList.get() as Lightning.Element[];
}

/** Keeps an off-screen DOM tree in step with what is drawn (D12): for screen readers, and for tests. */
export class Mirror {
  readonly #host: HTMLElement;
  readonly #tree: HTMLElement;
  readonly #live: HTMLElement;
  #written = '';

  constructor(private readonly document: Document) {
    this.#host = document.createElement('div');
    this.#host.id = 'mirror';
    this.#host.lang = 'ja';
    this.#host.setAttribute('role', 'application');
    this.#host.setAttribute('aria-label', 'テレビの 画面');
    this.#host.tabIndex = 0;
    this.#tree = document.createElement('div');
    this.#live = document.createElement('div');
    this.#live.id = 'mirror-live';
    this.#live.setAttribute('role', 'status');
    this.#live.setAttribute('aria-live', 'polite');
    this.#host.append(this.#tree, this.#live);
    document.body.append(this.#host);
    this.#host.focus();
  }

  /** Writes the tree when it differs from what stands there. */
  write(nodes: readonly MirrorNode[]): void {
    const wanted = JSON.stringify(nodes);
    if (wanted === this.#written) return;
    this.#written = wanted;
    this.#tree.replaceChildren(...nodes.map((node) => this.#element(node)));
    const focused = this.#tree.querySelector('[data-focused]');
    if (focused) this.#host.setAttribute('aria-activedescendant', focused.id);
    else this.#host.removeAttribute('aria-activedescendant');
  }

  /** What the announcer says is written here too, for boxes whose screen reader speaks in its place. */
  say(words: string): void {
    this.#live.textContent = words;
  }

  #element(node: MirrorNode): HTMLElement {
    const element = this.document.createElement(node.role === 'heading' ? `h${node.level ?? 1}` : 'div');
    element.id = `mirror-${node.key}`;
    if (node.role === 'text') {
      element.textContent = node.name;
    } else {
      element.setAttribute('role', node.role);
      if (node.name) element.setAttribute('aria-label', node.name);
      if (node.role === 'heading' || node.role === 'status' || node.role === 'alert')
        element.textContent = node.name;
      if (node.level) element.setAttribute('aria-level', String(node.level));
    }
    if (node.description) element.setAttribute('aria-description', node.description);
    if (node.disabled) element.setAttribute('aria-disabled', 'true');
    if (node.pressed !== undefined) element.setAttribute('aria-pressed', String(node.pressed));
    if (node.role === 'alertdialog') element.setAttribute('aria-live', 'assertive');
    if (node.focused) element.dataset.focused = 'true';
    element.append(...node.nodes.map((child) => this.#element(child)));
    return element;
  }
}
