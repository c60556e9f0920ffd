import ts from 'typescript';
import { calledName, isCall, nodesOf, type Source, stringsIn } from './sources.ts';

const isCode = (text: string): boolean => /^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$/.test(text);

/** What carries a code when it is made or called. */
const carriers = new Set([
  'PlatformError',
  'BookingRefused',
  'StreamFault',
  'CertificateRefused',
  'DatabaseError',
  'CardTableRefused',
  'AgentFailure',
  'CardFailure',
  'Refused',
  'refused',
  'refuse',
  'refuseUpgrade',
  'problem',
  'problemOf',
  'sendProblem',
  'failAll',
]);

/** Words before the dot that only codes begin with: such a string is a code wherever it stands. */
const domains = /^(request|token|platform|login|challenge|revocation|stream|card)\./;

/** Codes that the sources give, each with a place; `names` are strings of the same form that are none. */
export function usedCodes(sources: readonly Source[], names: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const { path, file } of sources) {
    for (const node of nodesOf(file)) {
      const carried = isCall(node) && carriers.has(calledName(node)) ? [...(node.arguments ?? [])] : [];
      const alone = ts.isStringLiteralLike(node) && domains.test(node.text) ? [node] : [];
      for (const text of [...carried, ...alone].flatMap(stringsIn)) {
        if (isCode(text) && !names.includes(text)) found.set(text, path);
      }
    }
  }
  return found;
}

/** Every string of the form of a code, and the beginnings of those that are put together (`challenge.${…}`). */
export function writtenCodes(sources: readonly Source[]): { whole: Set<string>; heads: Set<string> } {
  const nodes = sources.flatMap(({ file }) => nodesOf(file));
  return {
    whole: new Set(nodes.flatMap((node) => (ts.isStringLiteralLike(node) ? [node.text] : []))),
    heads: new Set(nodes.flatMap((node) => (ts.isTemplateHead(node) ? [node.text] : []))),
  };
}

/** Codes that are given together with their status: `new PlatformError(403, 'a.b')`, `sendProblem(response, 403, 'a.b')`. */
export function codesWithStatus(sources: readonly Source[]): [code: string, status: number][] {
  return sources.flatMap(({ file }) =>
    nodesOf(file).flatMap((node): [string, number][] => {
      if (!isCall(node) || !carriers.has(calledName(node))) return [];
      const written = node.arguments ?? [];
      const at = written.findIndex((one) => ts.isNumericLiteral(one));
      const [status, code] = [written[at], written[at + 1]];
      if (!status || !code || !ts.isNumericLiteral(status) || !ts.isStringLiteralLike(code)) return [];
      return isCode(code.text) ? [[code.text, Number(status.text)]] : [];
    }),
  );
}
