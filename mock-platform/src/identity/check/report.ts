import { parseCertificate } from '../certificates/certificate.ts';
import { CertificateRefused } from '../certificates/refused.ts';
import { anyPolicyAccepted } from '../certificates/validation/request.ts';
import { advice } from './advice.ts';
import { judge, type Verdict } from './answer.ts';
import { type Explanation, explain } from './explain.ts';
import { readObjects } from './files.ts';
import { named, policyNames } from './known-names.ts';
import type { FileQuestion } from './options.ts';

export interface Report {
  accepted: boolean;
  text: string;
}

const WIDTH = 18;

function inLines(explanation: Explanation): string[] {
  return Object.entries(explanation).flatMap(([heading, said]) => {
    const [first = '', ...more] = Array.isArray(said) ? said : [said];
    return [`${heading.padEnd(WIDTH)}${first}`, ...more.map((line) => ' '.repeat(WIDTH) + line)];
  });
}

function explanationOf(der: Uint8Array, at: Date): Explanation | undefined {
  try {
    return explain(parseCertificate(der), at);
  } catch (error) {
    if (error instanceof CertificateRefused) return undefined;
    throw error;
  }
}

function verdictInLines({ fault, reason, policies }: Verdict, question: FileQuestion): string[] {
  const asked = question.purpose === 'any' ? 'any purpose' : question.purpose;
  const revocation =
    question.revocation === 'none' ? ['Revocation was not asked for: give the lists with --crl.'] : [];
  if (fault === null) {
    const held = policies.map((id) => named(id, policyNames)).join(', ') || 'none';
    return [`ACCEPTED for ${asked}. Policies that hold on the whole way: ${held}.`, ...revocation];
  }
  const { why, next } = advice[fault];
  const root = question.anchors.length === 0 ? ['No anchor was named: nothing can be trusted.'] : [];
  return [
    `REFUSED for ${asked}: ${fault}`,
    `Why:  ${why} (${reason})`,
    `Next: ${next}`,
    ...root,
    ...revocation,
  ];
}

/**
 * Explains the first certificate of a file and judges it.
 * @throws UnusableFile
 */
export function report(question: FileQuestion): Report {
  const [leaf = Buffer.alloc(0), ...intermediates] = readObjects(question.file, 'CERTIFICATE');
  const verdict = judge({
    id: question.file,
    leaf,
    intermediates,
    anchors: question.anchors.flatMap((path) => readObjects(path, 'CERTIFICATE')),
    crls: question.lists.flatMap((path) => readObjects(path, 'X509 CRL')),
    time: question.time,
    purpose: question.purpose,
    revocation: question.revocation,
    policySettings: anyPolicyAccepted,
  });
  const explanation = explanationOf(leaf, question.time);
  const accepted = verdict.fault === null;
  if (question.json) {
    const { fault, reason, policies } = verdict;
    const answer = {
      id: question.file,
      ok: accepted,
      code: fault,
      policies,
      reason,
      certificate: explanation,
    };
    return { accepted, text: JSON.stringify(answer, null, 2) };
  }
  const lines = explanation ? [...inLines(explanation), ''] : [];
  return { accepted, text: [...lines, ...verdictInLines(verdict, question)].join('\n') };
}
