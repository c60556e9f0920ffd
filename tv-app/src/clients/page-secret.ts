import { PageSecret } from '../../../reader-agent/src/protocol/local.ts';

const storageKey = 'chanoma:secret';

/**
 * This page's half of the pairing (D17): taken once out of the fragment that the agent's redirection carried, then kept in
 * the storage of this origin, port included, so that a reload finds it again. Empty when the page was never paired.
 */
export function takePageSecret(
  location: Pick<Location, 'hash' | 'pathname' | 'search'>,
  history: Pick<History, 'replaceState'>,
  storage: Pick<Storage, 'getItem' | 'setItem'> | null,
): string {
  const given = PageSecret.safeParse(/^#secret=(.*)$/.exec(location.hash)?.[1]);
  if (!given.success) return storage?.getItem(storageKey) ?? '';
  try {
    storage?.setItem(storageKey, given.data);
  } catch {
    // Without storage the page is paired until it is loaded again.
  }
  // Nobody shall read it off the address or go back to it.
  history.replaceState(null, '', location.pathname + location.search);
  return given.data;
}
