import type { ServiceName } from '../protocol/basics.ts';
import type { PlatformContext } from './context.ts';

/** What came of a login that nobody could confirm at its time; `unresolved`: nobody answered for a week. */
export type ConfirmationOutcome = 'confirmed' | 'revoked' | 'unresolved';

/** A login without revocation information, once it has been asked about again. */
export interface RecheckedLogin {
  service: ServiceName;
  box: string;
  at: Date;
  outcome: ConfirmationOutcome;
  /** The person, under the name of any sector. */
  subjectIn: (sector: string) => string;
}

/** May hear of the same login twice. */
export type RecheckListener = (login: RecheckedLogin) => Promise<void>;

const listeners = new WeakMap<PlatformContext, Map<ServiceName, RecheckListener[]>>();

/** Lets the relying party that a login was for hear what came of it. `identity` and relying parties meet here. */
export function onLoginRechecked(
  context: PlatformContext,
  service: ServiceName,
  listener: RecheckListener,
): void {
  const all = listeners.get(context) ?? new Map<ServiceName, RecheckListener[]>();
  listeners.set(context, all.set(service, [...(all.get(service) ?? []), listener]));
}

/** Resolves when the relying party has taken it; rejects when it could not. */
export async function tellLoginRechecked(context: PlatformContext, login: RecheckedLogin): Promise<void> {
  for (const listener of listeners.get(context)?.get(login.service) ?? []) await listener(login);
}
