import {
  auditCodes,
  checkCodes,
  healthCodes,
  phoneCodes,
  problemCodes,
  refusalMeanings,
  settingCodes,
  startCodes,
} from '../src/protocol/problem-codes.ts';
import type { Page } from './markdown.ts';

export function writeCodes(page: Page): void {
  page.heading(2, 'Codes of error answers');
  page.table(
    ['code', 'status', 'meaning'],
    Object.entries(problemCodes).map(([code, { status, meaning }]) => [
      `\`${code}\``,
      String(status),
      meaning,
    ]),
  );
  page.heading(2, 'Refusals of a login');
  page.paragraph(
    'Decided in this order: box, attempts, challenge, household, certificate, revocation, proof, signature certificate (T3 alone), tier. The true reason behind `login.other-household` stands in the audit record alone.',
  );
  page.table(
    ['code', 'status', 'meaning'],
    Object.entries(refusalMeanings).map(([code, { status, meaning }]) => [
      `\`${code}\``,
      String(status),
      meaning,
    ]),
  );
  page.heading(2, 'Codes elsewhere');
  const elsewhere = {
    '`/healthz`': healthCodes,
    'audit record': auditCodes,
    'pages with a QR code': phoneCodes,
    start: startCodes,
    '`npm run platform`': settingCodes,
    '`certificate:check`': checkCodes,
  };
  page.table(
    ['where', 'code', 'meaning'],
    Object.entries(elsewhere).flatMap(([where, table]) =>
      Object.entries(table).map(([code, meaning]) => [where, `\`${code}\``, meaning]),
    ),
  );
}
