import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../../../../shared/data/pkits/', import.meta.url));

/** One test of NIST PKITS, as the data's own README describes it. */
export interface PkitsCase {
  number: string;
  subpart?: number;
  name: string;
  certs: string[];
  crls: string[];
  settings: {
    initialPolicySet: string[];
    requireExplicitPolicy: boolean;
    inhibitPolicyMapping: boolean;
    inhibitAnyPolicy: boolean;
    time: string;
  };
  shouldValidate: boolean;
  expectedUserConstrainedPolicySet?: string[];
}

const file = join(folder, 'cases.json');

/** Empty where the data is absent. */
export const pkitsCases: PkitsCase[] = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];

export const readPkits = (path: string): Buffer => readFileSync(join(folder, path));

/** The question that a case puts, as the check command takes it. */
export function questionOf({ certs, crls, settings, number, subpart }: PkitsCase) {
  const base64 = (path: string) => readPkits(path).toString('base64');
  const { time, ...policySettings } = settings;
  return {
    id: subpart === undefined ? number : `${number}.${subpart}`,
    anchors: certs.slice(0, 1).map(base64),
    intermediates: certs.slice(1, -1).map(base64),
    leaf: base64(certs.at(-1)!),
    crls: crls.map(base64),
    time,
    purpose: 'any',
    revocation: 'require',
    policySettings,
  };
}
