import type { MirrorNode } from './mirror.ts';

const japanese = /[\u3040-\u30ff\u4e00-\u9fff]/;

/** Makes the children of an element say these nodes; what is there already and fits is kept and only changed. */
export function writeNode(parent: Element, nodes: readonly MirrorNode[], language: string): void {
  const inList = parent.getAttribute('role') === 'list';
  for (const [index, node] of nodes.entries()) {
    const present = elementAt(parent, index);
    if (inList) {
      const item = present?.getAttribute('role') === 'listitem' ? present : fresh(parent, 'div', present);
      item.setAttribute('role', 'listitem');
      writeNode(item, [node], language);
    } else {
      const tag = tagOf(node);
      const fits = present?.localName === tag && (present.getAttribute('role') ?? 'text') === roleOf(node);
      say(fits ? (present as Element) : fresh(parent, tag, present), node, language);
    }
  }
  while (parent.children.length > nodes.length) parent.removeChild(parent.children[nodes.length] as Element);
}

function elementAt(parent: Element, index: number): Element | undefined {
  return parent.children[index];
}

/** Text that stood there goes with the element. */
function fresh(parent: Element, tag: string, instead: Element | undefined): Element {
  const element = parent.ownerDocument.createElement(tag);
  if (instead) parent.replaceChild(element, instead);
  else parent.appendChild(element);
  return element;
}

const tagOf = ({ role, level }: MirrorNode): string => (role === 'heading' ? `h${level ?? 1}` : 'div');
/** A heading's element is its role; a text has none. */
const roleOf = ({ role }: MirrorNode): string => (role === 'heading' ? 'text' : role);

function say(element: Element, node: MirrorNode, language: string): void {
  const { role, name, nodes } = node;
  const attributes: Record<string, string | undefined> = {
    id: `mirror-${node.key}`,
    role: role === 'text' || role === 'heading' ? undefined : role,
    'aria-label': role === 'text' || role === 'heading' ? undefined : name || undefined,
    'aria-description': node.description,
    'aria-disabled': node.disabled ? 'true' : undefined,
    'aria-pressed': node.pressed === undefined ? undefined : String(node.pressed),
    'aria-modal': role === 'dialog' || role === 'alertdialog' ? 'true' : undefined,
    'aria-live': role === 'alertdialog' ? 'assertive' : undefined,
    'data-focused': node.focused ? 'true' : undefined,
    // The town's own words stay Japanese whatever language the television speaks.
    lang: language !== 'ja' && japanese.test(name) ? 'ja' : undefined,
  };
  for (const [attribute, value] of Object.entries(attributes)) {
    if (value === undefined) element.removeAttribute(attribute);
    else if (element.getAttribute(attribute) !== value) element.setAttribute(attribute, value);
  }
  const spoken = role === 'text' || role === 'heading' || role === 'status' || role === 'alert';
  if (spoken && nodes.length === 0) {
    if (element.textContent !== name) element.textContent = name;
    return;
  }
  if (element.children.length === 0) element.textContent = '';
  writeNode(element, nodes, language);
}
