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
