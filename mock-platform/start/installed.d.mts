interface LockedPackage {
  version?: string;
  integrity?: string;
  optional?: boolean;
}
export function packagesMatch(
  wanted: Record<string, LockedPackage>,
  here: Record<string, LockedPackage>,
): boolean;
