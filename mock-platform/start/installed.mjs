/**
 * Whether the installed packages are those of the lock file; both as npm writes them, by path. Optional packages may be
 * absent: not every machine can have them. What stands outside node_modules is our own.
 */
export const packagesMatch = (wanted, here) =>
  Object.entries(wanted)
    .filter(([path, { optional }]) => path.includes('node_modules/') && !optional)
    .every(
      ([path, { version, integrity }]) =>
        here[path]?.version === version && here[path]?.integrity === integrity,
    );
