import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** CAP documents with their expected verdicts, and the schemas; they lie beside the project, not in it. */
export const samples = fileURLToPath(new URL('../../../../../shared/data/cap/', import.meta.url));
export const haveSamples = existsSync(`${samples}expected.json`);

export interface ExpectedVerdict {
  file: string;
  kind: 'cap' | 'atom' | 'edxlde';
  capVersion?: string;
  xsdValid: boolean;
  extendedXsdValid: boolean;
  signatures: number;
  hostile?: boolean;
  embeddedAlerts?: { xsdValid: boolean; extendedXsdValid: boolean }[];
}

export const readSample = (file: string): Buffer => readFileSync(samples + file);

export const expectedVerdicts = (): ExpectedVerdict[] =>
  haveSamples ? (JSON.parse(readSample('expected.json').toString()) as ExpectedVerdict[]) : [];
