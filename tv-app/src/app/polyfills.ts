/** The few library functions that the oldest boxes (Chrome 53, Safari 12) lack and that this application or its libraries use. */
const missing = <T extends object>(target: T, name: string, value: unknown): void => {
  if (!(name in target)) Object.defineProperty(target, name, { value, writable: true, configurable: true });
};

if (typeof globalThis === 'undefined') Object.defineProperty(window, 'globalThis', { value: window });

missing(Object, 'entries', (object: Record<string, unknown>) =>
  Object.keys(object).map((key) => [key, object[key]]),
);
missing(Object, 'values', (object: Record<string, unknown>) => Object.keys(object).map((key) => object[key]));
missing(Object, 'fromEntries', (entries: Iterable<readonly [string, unknown]>) => {
  const result: Record<string, unknown> = {};
  for (const [key, value] of entries) result[key] = value;
  return result;
});
missing(
  Array.prototype,
  'flatMap',
  function flatMap(this: unknown[], map: (value: unknown, index: number) => unknown) {
    return ([] as unknown[]).concat(...this.map(map));
  },
);
missing(Array.prototype, 'flat', function flat(this: unknown[]) {
  return ([] as unknown[]).concat(...this);
});
missing(Array.prototype, 'at', function at(this: unknown[], index: number) {
  return this[index < 0 ? this.length + index : index];
});
missing(String.prototype, 'padStart', function padStart(this: string, length: number, filler = ' ') {
  let text = String(this);
  while (text.length < length) text = filler + text;
  return text;
});
missing(String.prototype, 'replaceAll', function replaceAll(this: string, from: string, to: string) {
  return this.split(from).join(to);
});
missing(Promise.prototype, 'finally', function onFinally(this: Promise<unknown>, run: () => void) {
  return this.then(
    (value) => Promise.resolve(run()).then(() => value),
    (error: unknown) =>
      Promise.resolve(run()).then(() => {
        throw error;
      }),
  );
});
missing(Element.prototype, 'append', function append(this: Element, ...nodes: Node[]) {
  for (const node of nodes) this.appendChild(node);
});
missing(Element.prototype, 'replaceChildren', function replaceChildren(this: Element, ...nodes: Node[]) {
  while (this.firstChild) this.removeChild(this.firstChild);
  for (const node of nodes) this.appendChild(node);
});
