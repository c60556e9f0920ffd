import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { readFileIfThere, replaceFile } from '../box/durable-file.ts';

/** How long a pairing code is good, milliseconds (D17). */
export const pairingCodeMs = 30_000;
const codesAtOnce = 8;

const Stored = z.object({ cookieHash: z.string() });

/**
 * Who may speak as this box's television: whoever exchanged a one-time code from the owner-only socket for the cookie.
 * The newest pairing counts; only the cookie's hash is stored, so that a reload and an agent's restart keep it.
 */
export class Pairing {
  private readonly codes = new Map<string, number>();

  private constructor(
    private readonly path: string,
    private cookieHash: string | undefined,
    private readonly now: () => number,
  ) {}

  static async open(folder: string, now: () => number = Date.now): Promise<Pairing> {
    const path = join(folder, 'pairing.json');
    const stored = await readFileIfThere(path);
    const hash =
      stored === undefined ? undefined : Stored.parse(JSON.parse(stored.toString('utf8'))).cookieHash;
    return new Pairing(path, hash, now);
  }

  /** A fresh one-time code. */
  issueCode(): string {
    for (const [code, expiresAt] of this.codes) {
      if (expiresAt <= this.now() || this.codes.size >= codesAtOnce) this.codes.delete(code);
    }
    const code = randomBytes(24).toString('base64url');
    this.codes.set(code, this.now() + pairingCodeMs);
    return code;
  }

  /** Exchanges a code, once, for the cookie's value; undefined when the code is unknown, used or too old. */
  async redeem(code: string): Promise<string | undefined> {
    const expiresAt = this.codes.get(code);
    this.codes.delete(code);
    if (expiresAt === undefined || expiresAt <= this.now()) return undefined;
    const cookie = randomBytes(32).toString('base64url');
    const hash = hashOf(cookie);
    await replaceFile(this.path, `${JSON.stringify({ cookieHash: hash })}\n`);
    this.cookieHash = hash;
    return cookie;
  }

  accepts(cookie: string): boolean {
    if (this.cookieHash === undefined) return false;
    return timingSafeEqual(Buffer.from(hashOf(cookie)), Buffer.from(this.cookieHash));
  }
}

function hashOf(cookie: string): string {
  return createHash('sha256').update(cookie).digest('hex');
}
