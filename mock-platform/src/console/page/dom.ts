type Child = Node | string;

/** Makes an HTML element. `class`, `data-*`, `aria-*` and other attributes go in as they are written in HTML. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string | undefined> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

/** Makes a drawing from SVG source of this project (never from data). Without a label it is decoration. */
export function drawing(source: string, className: string, label?: string): SVGSVGElement {
  const template = document.createElement('template');
  template.innerHTML = source.trim();
  const svg = template.content.querySelector('svg');
  if (!svg) throw new TypeError('drawing: the source holds no <svg>');
  svg.setAttribute('class', className);
  svg.setAttribute('focusable', 'false');
  if (label === undefined) svg.setAttribute('aria-hidden', 'true');
  else {
    svg.setAttribute('role', 'img');
    svg.setAttribute('aria-label', label);
  }
  return svg;
}

/** Makes clicks with mouse and finger leave the keyboard's focus where it is; the Tab key still reaches the control. */
export function keepFocusOnClick(...controls: HTMLElement[]): void {
  for (const control of controls) control.addEventListener('pointerdown', (event) => event.preventDefault());
}

export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Puts an absolutely positioned element into its place, px. */
export function place(target: HTMLElement, { x, y, width, height }: Rectangle): void {
  target.style.left = `${x}px`;
  target.style.top = `${y}px`;
  target.style.width = `${width}px`;
  target.style.height = `${height}px`;
}
