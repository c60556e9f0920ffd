import type { PlatformContext } from '../server/context.ts';

export interface Official {
  municipality: string;
  id: string;
  name: string;
  /** 「起案」 */
  role: string;
}

export interface ConsoleTables {
  'console.official': Official;
  'console.session': { token_hash: string; municipality: string; official: string; expires_at: Date };
}

/**
 * Adds officials who may use the demo login; they exist only in the demo (D18).
 * @throws Error outside the demo
 */
export async function seedOfficials(context: PlatformContext, officials: readonly Official[]): Promise<void> {
  if (!context.configuration.demo) throw new Error('Officials without a real login exist only in the demo.');
  for (const official of officials) {
    const { name, role } = official;
    await context
      .tables<ConsoleTables>()
      .insertInto('console.official')
      .values(official)
      .onConflict((on) => on.columns(['municipality', 'id']).doUpdateSet({ name, role }))
      .execute();
  }
}

/** Officials of one town, for the demo's login page. */
export function officialsOf(context: PlatformContext, municipality: string): Promise<Official[]> {
  return context
    .tables<ConsoleTables>()
    .selectFrom('console.official')
    .selectAll()
    .where('municipality', '=', municipality)
    .orderBy('id')
    .execute();
}
