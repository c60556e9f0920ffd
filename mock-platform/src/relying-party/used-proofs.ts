import { createHash } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { Batches } from '../database/batches.ts';
import type { ReplayStore } from './replay.ts';

export interface TokensTables {
  /** SHA-256 of key and `jti` of a DPoP proof. */
  'tokens.used_proof': { id: Uint8Array; until: Date };
}

/** Used proofs of all processes of a platform, in the database; many requests cost one statement. */
export class UsedProofs implements ReplayStore {
  private readonly proofs: Batches<{ name: string; now: Date }, boolean>;

  constructor(
    private readonly tables: Kysely<TokensTables>,
    private readonly rememberMs: number,
  ) {
    this.proofs = new Batches((proofs) => this.takeAll(proofs));
  }

  add(id: string, now: Date): Promise<boolean> {
    return this.proofs.ask({ name: createHash('sha256').update(id).digest('hex'), now });
  }

  /** Forgets what no longer counts. */
  async purge(now: Date): Promise<void> {
    await this.tables.deleteFrom('tokens.used_proof').where('until', '<=', now).execute();
  }

  /** Of a proof that stands in one batch twice the first is fresh. */
  private async takeAll(proofs: readonly { name: string; now: Date }[]): Promise<boolean[]> {
    // Sorted: two processes that take the same rows take them in the same order.
    const names = [...new Set(proofs.map(({ name }) => name))].sort();
    const latest = new Date(Math.max(...proofs.map(({ now }) => now.getTime())));
    const until = new Date(latest.getTime() + this.rememberMs);
    const { rows } = await sql<{ id: string }>`
      insert into tokens.used_proof as used (id, until)
      select decode(name, 'hex'), ${until} from unnest(${names}::text[]) as name
      on conflict (id) do update set until = excluded.until where used.until <= ${latest}
      returning encode(id, 'hex') as id`.execute(this.tables);
    const fresh = new Set(rows.map(({ id }) => id));
    return proofs.map(({ name }) => fresh.delete(name));
  }
}
