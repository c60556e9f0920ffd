import { judgeDocument } from '../../../../mock-platform/src/alerts/cap/check/judge-document.ts';
import {
  extendedGrammar,
  type Grammar,
  standardGrammar,
} from '../../../../mock-platform/src/alerts/cap/schema/grammar.ts';
import { type Chance, onSeed } from '../../../chance.ts';
import { wholeAlert } from './build.ts';
import { mutated } from './mutate.ts';
import { type SchemaName, xmllintVerdicts } from './xmllint.ts';

export { extendedGrammar, type Grammar, onSeed, standardGrammar };

/** Documents whose verdict differs from libxml2's, of so many mutated ones. */
export async function disagreements(
  chance: Chance,
  count: number,
): Promise<{ document: string; schema: SchemaName; ours: boolean }[]> {
  const documents = Array.from({ length: count }, () => mutated(wholeAlert, chance));
  const bytes = documents.map((document) => Buffer.from(document));
  const verdicts = bytes.map((document) => judgeDocument(document, []));
  const found: { document: string; schema: SchemaName; ours: boolean }[] = [];
  for (const [schema, field] of [
    ['cap12.xsd', 'xsdValid'],
    ['cap12_extended.xsd', 'extendedXsdValid'],
  ] as const) {
    const theirs = await xmllintVerdicts(bytes, schema);
    for (const [index, document] of documents.entries()) {
      const ours = verdicts[index]?.[field] ?? false;
      if (ours !== theirs[index]) found.push({ document, schema, ours });
    }
  }
  return found;
}
