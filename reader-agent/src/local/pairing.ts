import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { readLastGood, replaceState } from '../box/durable-file.ts';
import { StorageHealth } from '../box/storage-health.ts';

/** How long a pairing code is good, milliseconds (D17). */
export const pairingCodeMs = 30_000;
const codesAtOnce = 8;

const Stored = z.object({ cookieHash: z.string(), secretHash: z.string() });
type Stored = z.infer<typeof Stored>;

/** What a browser gets for a one-time code. Neither half is of use without the other. */
export interface PairedBrowser {
  /** Value of the cookie; the browser also sends it to every other port of this host. */
  cookie: string;
  /** Held by the page alone, in the storage of its origin, which knows ports. */
  secret: string;
}

/**
 * Who may speak as this box's television: whoever exchanged a one-time code from the owner-only socket for the cookie and
 * the page's secret. The newest pairing counts; only hashes are stored, so that a reload and an agent's restart keep it.
 */
export class Pairing {
  private readonly codes = new Map<string, number>();

  private constructor(
    private readonly path: string,
    private stored: Stored | undefined,
    private readonly health: StorageHealth,
    private readonly now: () => number,
  ) {}

  static async open(
    folder: string,
    health = new StorageHealth(),
    now: () => number = Date.now,
  ): Promise<Pairing> {
    const path = join(folder, 'pairing.json');
    const parse = (content: Buffer): Stored => Stored.parse(JSON.parse(content.toString('utf8')));
    return new Pairing(path, await readLastGood(path, parse, health), health, now);
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

  /** Exchanges a code, once; undefined when the code is unknown, used or too old. */
  async redeem(code: string): Promise<PairedBrowser | undefined> {
    const expiresAt = this.codes.get(code);
    this.codes.delete(code);
    if (expiresAt === undefined || expiresAt <= this.now()) return undefined;
    const cookie = randomBytes(32).toString('base64url');
    const secret = randomBytes(32).toString('base64url');
    this.stored = { cookieHash: hashOf(cookie), secretHash: hashOf(secret) };
    // A full disk must not keep the television dark: this pairing then lasts until the agent ends.
    const written = replaceState(this.path, `${JSON.stringify(this.stored)}\n`);
    await this.health.watch(written).catch(() => {});
    return { cookie, secret };
  }

  accepts(cookie: string): boolean {
    return this.stored !== undefined && sameHash(cookie, this.stored.cookieHash);
  }

  acceptsSecret(secret: string): boolean {
    return this.stored !== undefined && sameHash(secret, this.stored.secretHash);
  }
}

function hashOf(value: string): string {
  return createHash('sha256').update(value).digest('hex');
}

function sameHash(value: string, hash: string): boolean {
  const own = Buffer.from(hashOf(value));
  const expected = Buffer.from(hash);
  return own.length === expected.length && timingSafeEqual(own, expected);
}
