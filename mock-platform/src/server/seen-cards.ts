import type { PlatformContext } from './context.ts';

/** A card that staff saw at a box, by the certificate that it gave without any proof (D2). */
export interface SeenCard {
  /** User-authentication certificate, DER as base64url. */
  certificate: string;
  box: string;
}

/** Whose card it is: the person under the name of any sector. */
export type SeenHolder =
  | { found: true; unconfirmed: boolean; subjectIn: (sector: string) => string }
  | { found: false; why: 'unknown' | 'not-good' };

/** Who knows whose card it is: `identity`. */
export type SeenCardSource = (card: SeenCard) => Promise<SeenHolder>;

const sources = new WeakMap<PlatformContext, SeenCardSource>();

/** Makes known whose cards are whose. Relying parties and `identity` meet here and never know each other. */
export function provideSeenCards(context: PlatformContext, source: SeenCardSource): void {
  sources.set(context, source);
}

/** Whose card staff saw; nobody's on a platform without `identity`. It names a person and opens nothing. */
export async function seenCard(context: PlatformContext, card: SeenCard): Promise<SeenHolder> {
  return (await sources.get(context)?.(card)) ?? { found: false, why: 'unknown' };
}
