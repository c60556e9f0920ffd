import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError, type SettingFault } from '../server/settings.ts';

/** Kinds of root certificates that must not be among those to trust; each with the path that says where. */
export interface TrustFindings {
  testRoots: readonly string[];
  unreadable: readonly string[];
}

const othersMay = 0o077;
const shortestKey = 32;
/** Different octets that random keys of this length never fall below. */
const fewestOctets = 8;

function readableFaults(paths: readonly string[]): SettingFault[] {
  return paths
    .filter((path) => existsSync(path) && (statSync(path).mode & othersMay) !== 0)
    .map((path) => ({
      code: 'config.data-readable',
      at: path,
      message: `others may read or change it. Run: chmod -R go= ${path}`,
    }));
}

function keyFaults(paths: readonly string[]): SettingFault[] {
  return paths.flatMap((path): SettingFault[] => {
    const key = readFileSync(path);
    if (key.length >= shortestKey && new Set(key).size >= fewestOctets) return [];
    const message = 'this is no random key. Bring the folder "keys" back from its safe place.';
    return [{ code: 'config.key-weak', at: path, message }];
  });
}

/**
 * Refuses a data directory that others can read, or with what belongs to a demo or a test.
 * @throws ConfigurationError naming every fault
 */
export function refuseUnsafeDirectory(
  dataDirectory: string,
  trustFindings: (dataDirectory: string) => TrustFindings,
): void {
  const keys = join(dataDirectory, 'keys');
  const files = existsSync(keys) ? readdirSync(keys).map((name) => join(keys, name)) : [];
  const { testRoots, unreadable } = trustFindings(dataDirectory);
  const demo = join(dataDirectory, 'trust', 'demo');
  const faults: SettingFault[] = [
    ...readableFaults([dataDirectory, keys, ...files]),
    ...keyFaults(files.filter((path) => statSync(path).isFile())),
    ...(existsSync(demo)
      ? [
          {
            code: 'config.demo-data' as const,
            at: demo,
            message: 'this is the data directory of a demo. Give CHANOMA_DATA a new one.',
          },
        ]
      : []),
    ...testRoots.map((path) => ({
      code: 'config.test-roots' as const,
      at: path,
      message: 'a root of a test service: everybody can get cards of it. Take it away.',
    })),
    ...unreadable.map((path) => ({
      code: 'config.trust-unreadable' as const,
      at: path,
      message: 'is no certificate in DER. Take it away or bring the right file.',
    })),
  ];
  if (faults.length > 0) throw new ConfigurationError(faults);
}
