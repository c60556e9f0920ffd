/** The addresses in a text: separated by blanks, in quotes when they hold blanks; undefined when a quote is left open. */
export function readAddresses(text: string): string[] | undefined {
  const found: string[] = text.trim().match(/"[^"]*"|[^\s"]+|"/g) ?? [];
  if (found.includes('"')) return undefined;
  return found.map((address) => address.replace(/^"|"$/g, '')).filter((address) => address !== '');
}

export const writeAddresses = (addresses: readonly string[]): string =>
  addresses.map((address) => (/\s/.test(address) ? `"${address}"` : address)).join(' ');
