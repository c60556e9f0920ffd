import type { PlatformContext } from '../context.ts';
import { isThisMachine } from '../own-addresses.ts';
import { isOpenToLocalNetwork } from './open-paths.ts';

/** How a phone reaches a page of ours, or what is missing for that. */
export type PhoneAddress =
  | { address: string; missing?: undefined }
  | { address?: undefined; missing: 'public-address.missing' };

/**
 * The address by which a phone or tablet opens `path` (with a query, if any), to be drawn as a QR code; the local network's
 * in the demo (`--host`), `CHANOMA_PUBLIC_URL` in production. Ask again whenever a page is drawn, and say on the page what
 * is missing when it is.
 * @throws Error for a path that is not among the open ones (open-paths.ts): its QR code would lead nowhere
 */
export function phoneAddress(
  { configuration }: Pick<PlatformContext, 'configuration'>,
  path: string,
): PhoneAddress {
  if (!isOpenToLocalNetwork(path)) throw new Error('A page for phones must be among open-paths.ts.');
  const { localNetwork, publicUrl } = configuration;
  if (localNetwork) return { address: `${localNetwork.url}${path}` };
  if (isThisMachine(new URL(publicUrl).hostname)) return { missing: 'public-address.missing' };
  return { address: `${publicUrl.replace(/\/$/, '')}${path}` };
}
