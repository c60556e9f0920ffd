import { validateXML } from 'xmllint-wasm';
import { readSample } from './samples.ts';

export type SchemaName = 'cap12.xsd' | 'cap12_extended.xsd';

/** What libxml2 says of each document against one schema: the independent judge. */
export async function xmllintVerdicts(
  documents: readonly Uint8Array[],
  schema: SchemaName,
): Promise<boolean[]> {
  const verdicts: boolean[] = [];
  for (let from = 0; from < documents.length; from += 250) {
    const some = documents.slice(from, from + 250);
    const { rawOutput } = await validateXML({
      xml: some.map((contents, index) => ({ fileName: `f${index}.xml`, contents })),
      schema: [{ fileName: 'cap.xsd', contents: readSample(schema).toString() }],
      modifyArguments: (words) => ['--nonet', ...words],
      maxMemoryPages: 4096,
    });
    const valid = new Set(
      [...rawOutput.matchAll(/^f(\d+)\.xml validates$/gm)].map(([, index]) => Number(index)),
    );
    verdicts.push(...some.map((_, index) => valid.has(index)));
  }
  return verdicts;
}
