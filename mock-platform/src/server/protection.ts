import type { PlatformContext } from './context.ts';

/**
 * Protected persons (DV支援措置) by their subject of one sector, each with the pairwise ids, of the same sector, of the
 * households that they live in now.
 */
export type ProtectedSubjects = ReadonlyMap<string, ReadonlySet<string>>;

/** Who knows whom lists must not show: `identity`. */
export type ProtectionSource = (sector: string) => Promise<ProtectedSubjects>;

/** Is told of the subject whose protection began or ended, under the name of any sector. */
export type ProtectionListener = (subjectIn: (sector: string) => string) => void;

interface Protection {
  source: ProtectionSource;
  listeners: ProtectionListener[];
}

const all = new WeakMap<PlatformContext, Protection>();

function protectionOf(context: PlatformContext): Protection {
  const found = all.get(context) ?? { source: () => Promise.resolve(new Map()), listeners: [] };
  all.set(context, found);
  return found;
}

/** Makes known who is protected. Relying parties and `identity` meet here and never know each other. */
export function provideProtection(context: PlatformContext, source: ProtectionSource): void {
  protectionOf(context).source = source;
}

/** Whom a relying party must not show, by its own sector; nobody on a platform without `identity`. */
export const protectedSubjects = (context: PlatformContext, sector: string): Promise<ProtectedSubjects> =>
  protectionOf(context).source(sector);

/** Calls the listener whenever a person's protection begins or ends, at the process where staff changed it. */
export function onProtectionChanged(context: PlatformContext, listener: ProtectionListener): void {
  protectionOf(context).listeners.push(listener);
}

/** Tells every listener about one person. */
export function tellProtectionChanged(context: PlatformContext, person: string): void {
  for (const listener of protectionOf(context).listeners)
    listener((sector) => context.pairwise(sector, person));
}
