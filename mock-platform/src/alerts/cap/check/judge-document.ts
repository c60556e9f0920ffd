import type { KeyObject } from 'node:crypto';
import { atomProblems, contentsOf, type DocumentKind, type EmbeddedAlert, kindOf } from '../documents.ts';
import { type CapVersion, capVersionOf } from '../message.ts';
import { readAlert } from '../read.ts';
import { capProblems } from '../rules/rules.ts';
import { extendedGrammar, standardGrammar } from '../schema/grammar.ts';
import { schemaFaults } from '../schema/judge.ts';
import { asDocument, signaturesIn, verifySignatures } from '../signature/verify.ts';
import type { XmlElement } from '../xml/node.ts';
import { pathOf } from '../xml/node.ts';
import { parseXml, type XmlDocument } from '../xml/parse.ts';

/** One thing that is wrong with a document. */
export interface DocumentProblem {
  /** Stable, made for programs: `xml.…`, `schema.…`, `cap.…`, `atom.…`, `document.…`, `file.…`. */
  code: string;
  path: string;
  message: string;
}

export interface SchemaVerdict {
  xsdValid: boolean;
  extendedXsdValid: boolean;
}

/** What `cap:check` says of one file, beside its name. */
export interface DocumentVerdict extends SchemaVerdict {
  kind: DocumentKind;
  /** Of an alert; null of anything else. */
  capVersion: CapVersion | null;
  /** A document of CAP 1.2, valid against its schema, not hostile, and no rule broken. */
  valid: boolean;
  /** It, or a package in it, has a DOCTYPE. */
  hostile: boolean;
  embeddedAlerts: SchemaVerdict[];
  problems: DocumentProblem[];
  signatures: { verifies: boolean; key: 'known' | 'carried' | 'unknown' }[];
}

interface Judged extends SchemaVerdict {
  problems: DocumentProblem[];
}

const kinds: Record<DocumentKind, string> = {
  cap: 'It is an alert.',
  atom: 'It is an Atom feed, not a CAP 1.2 document.',
  edxlde: 'It is an EDXL-DE envelope, not a CAP 1.2 document.',
  other: 'It is no CAP document, feed or envelope.',
};

/** Against both schemas; what only the extended one refuses is no problem of its own, the rules say it better. */
function againstSchemas(element: XmlElement): Judged {
  const faults = schemaFaults(standardGrammar, element);
  const extended = faults.length === 0 ? schemaFaults(extendedGrammar, element) : faults;
  return {
    xsdValid: faults.length === 0,
    extendedXsdValid: extended.length === 0,
    problems: [...faults],
  };
}

function judgeAlert(element: XmlElement, version: CapVersion): Judged {
  const broken = capProblems(readAlert(element));
  if (version !== '1.2') {
    const path = pathOf(element);
    const problem = { code: 'cap.version', path, message: `It is CAP ${version}, not 1.2.` };
    return { xsdValid: false, extendedXsdValid: false, problems: [problem, ...broken] };
  }
  const judged = againstSchemas(element);
  const { extendedXsdValid, problems } = judged;
  // Not reached by any rule we know; a document that the stricter schema refuses is not clean all the same.
  const strict =
    extendedXsdValid || problems.length > 0 || broken.length > 0
      ? []
      : schemaFaults(extendedGrammar, element).map((fault) => ({ ...fault }));
  return { ...judged, problems: [...problems, ...strict, ...broken] };
}

/** A problem of an embedded alert stands at the alert's own place. */
const within = (path: string, problem: DocumentProblem): DocumentProblem => ({
  ...problem,
  path: problem.path.replace(/^.*?\/alert(?=\/|\[|$)(?:\[\d+\])?/, path),
});

function judgeEmbedded({ element, document, version, path }: EmbeddedAlert): Judged {
  const own = asDocument(document, element).root ?? element;
  const judged = judgeAlert(own, version);
  return { ...judged, problems: judged.problems.map((problem) => within(path, problem)) };
}

/** Signatures of the feed itself cover the feed; those inside an alert cover the alert as a document of its own. */
function signaturesOf(
  document: XmlDocument,
  root: XmlElement,
  alerts: readonly EmbeddedAlert[],
  keys: readonly KeyObject[],
): DocumentVerdict['signatures'] {
  const outer = signaturesIn(root);
  const found = verifySignatures(document, keys).map((verdict, index) => ({
    verdict,
    at: outer[index]?.start ?? 0,
  }));
  for (const { element, document: inside } of alerts) {
    const own = verifySignatures(asDocument(inside, element), keys);
    for (const [index, signature] of signaturesIn(element).entries()) {
      const verdict = own[index];
      if (verdict === undefined) continue;
      const entry = inside === document ? found[outer.indexOf(signature)] : undefined;
      if (entry === undefined) found.push({ verdict, at: document.text.length });
      else entry.verdict = document.hostile ? { ...verdict, verifies: false } : verdict;
    }
  }
  return found.map(({ verdict: { verifies, key } }) => ({ verifies, key }));
}

function documentProblems(document: XmlDocument, kind: DocumentKind): DocumentProblem[] {
  const problems: DocumentProblem[] = [];
  const { fault, hostile, namespaceFaults, root } = document;
  if (hostile)
    problems.push({ code: 'xml.doctype', path: '/', message: 'A DOCTYPE is refused, whatever it declares.' });
  if (fault !== undefined) problems.push({ code: fault.code, path: '/', message: fault.message });
  for (const message of namespaceFaults) problems.push({ code: 'xml.namespace', path: '/', message });
  if (kind !== 'cap') {
    const message = root === undefined ? 'It is no XML document.' : kinds[kind];
    problems.push({ code: 'document.not-cap', path: root ? pathOf(root) : '/', message });
  }
  return problems;
}

/**
 * Judges a document, whatever it is: octets of a file or of an answer. Never throws; touches neither network nor file
 * system.
 * @param keys public keys whose owner the caller knows
 */
export function judgeDocument(bytes: Uint8Array, keys: readonly KeyObject[]): DocumentVerdict {
  const document = parseXml(bytes);
  const { root, fault } = document;
  const kind = kindOf(root);
  const problems = documentProblems(document, kind);
  const capVersion = kind === 'cap' && root ? (capVersionOf(root.uri) ?? null) : null;
  const verdict: DocumentVerdict = {
    kind,
    capVersion,
    valid: false,
    xsdValid: false,
    extendedXsdValid: false,
    hostile: document.hostile,
    embeddedAlerts: [],
    problems,
    signatures: [],
  };
  if (root === undefined || fault !== undefined) return verdict;

  if (kind === 'atom') problems.push(...atomProblems(root));
  const { alerts, hostile, unreadable } =
    kind === 'cap' ? { alerts: [], hostile: false, unreadable: [] } : contentsOf(root, document);
  if (hostile) problems.push({ code: 'xml.doctype', path: '/', message: 'A package in it has a DOCTYPE.' });
  for (const { path, message } of unreadable) problems.push({ code: 'xml.malformed', path, message });

  const own = capVersion === null ? againstSchemas(root) : judgeAlert(root, capVersion);
  if (capVersion !== null) problems.push(...own.problems);
  const embedded = alerts.map(judgeEmbedded);
  for (const { problems: found } of embedded) problems.push(...found);
  return {
    ...verdict,
    xsdValid: own.xsdValid,
    extendedXsdValid: own.extendedXsdValid,
    hostile: document.hostile || hostile,
    valid: capVersion === '1.2' && own.xsdValid && problems.length === 0,
    embeddedAlerts: embedded.map(({ xsdValid, extendedXsdValid }) => ({ xsdValid, extendedXsdValid })),
    signatures: signaturesOf(document, root, alerts, keys),
  };
}
