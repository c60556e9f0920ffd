/**
 * What the local network may ask for (D19): consoles, the provider's device pages with the pages on which a phone waits for
 * the television, and one-time pages for phones. Everything else exists on loopback alone: the living room and its hands,
 * boxes, services, the certification service, figures.
 */
const openPaths: readonly RegExp[] = [
  /^\/console\//,
  // Scripts, styles and fonts of the consoles.
  /^\/pages\/(?!living-room)[\w.-]+$/,
  // RFC 8628 §3.3; `device/auth` is for devices, not for people.
  /^\/oidc\/device(\/(?!auth$)[\w-]+)?$/,
  /^\/identity\/consent(\.css|\/[\w-]+)$/,
  /^\/payment\/mock-provider\/[\w-]+$/,
  // Secret addresses of a calendar and of a permit.
  /^\/booking\/(calendars|permits)\/[\w-]+(\/[\w-]+)?$/,
];

/** Whether the local network may ask for this address. Queries do not matter. */
export function isOpenToLocalNetwork(address: string): boolean {
  const path = address.split('?')[0] ?? '';
  // Nobody needs percent signs here; what hides behind them is not looked for.
  return !path.includes('%') && openPaths.some((pattern) => pattern.test(path));
}
