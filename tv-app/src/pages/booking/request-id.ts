/** The randomness a box has: every engine that draws the page has `getRandomValues`, only newer ones `randomUUID`. */
export interface RandomSource {
  getRandomValues(bytes: Uint8Array): Uint8Array;
}

/** A random UUID (RFC 9562 version 4) from the engine's cryptographic generator. */
export function newRequestId(source: RandomSource = globalThis.crypto as unknown as RandomSource): string {
  const bytes = source.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => (byte < 16 ? '0' : '') + byte.toString(16)).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
