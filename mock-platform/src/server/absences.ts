import type { PlatformContext } from './context.ts';

/** Subjects (of the sector `town`) of a town who said beforehand that they are away at an instant. */
export type AbsenceSource = (municipality: string, at: Date) => Promise<ReadonlySet<string>>;

const sources = new WeakMap<PlatformContext, AbsenceSource>();

/** Makes known who keeps planned absences. Those who keep them and those who send somebody to look never know each other. */
export function provideAbsences(context: PlatformContext, source: AbsenceSource): void {
  sources.set(context, source);
}

/** Who is away by plan; nobody on a platform where nobody keeps it. */
export const plannedAbsences: (
  context: PlatformContext,
  ...of: Parameters<AbsenceSource>
) => ReturnType<AbsenceSource> = async (context, municipality, at) =>
  (await sources.get(context)?.(municipality, at)) ?? new Set();
