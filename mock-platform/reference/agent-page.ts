import { closeCodes, frameLimit } from '../../reader-agent/src/local/page-socket.ts';
import { controlMethods } from '../../reader-agent/src/protocol/control.ts';
import { failures } from '../../reader-agent/src/protocol/failures.ts';
import { apiLevel, methods, notifications, oldestApiLevel } from '../../reader-agent/src/protocol/local.ts';
import { gateCodes, orderRefusals } from '../../reader-agent/src/protocol/problem-codes.ts';
import { sentences } from '../../reader-agent/src/protocol/sentences.ts';
import { agentFiles, usedPlatformFiles } from './agent-files.ts';
import { writeHttp } from './agent-http.ts';
import { writeMethods, writeNotifications } from './agent-methods.ts';
import { here, Page } from './markdown.ts';
import { placesOf, writeMessages } from './messages.ts';
import { SchemaBook } from './schemas.ts';

const platformPage = '../../../mock-platform/src/protocol/REFERENCE.md';

const closeMeanings: Record<keyof typeof closeCodes, string> = {
  goingAway: 'the agent stops',
  replaced: 'another page has connected, or a browser was paired anew',
  noHello: 'no `hello` within 2 s, or others that said none came after it',
  apiLevel: 'page and agent do not fit (after the error `page.too-old` or `page.too-new`)',
  unpaired: '`hello` without the secret of the page (after the error `request.pairing`)',
  flood: 'more than 100 messages were refused with `request.rate`',
};

const rpcErrors: readonly (readonly [code: string, dataCode: string, when: string])[] = [
  ['−32700', '`request.malformed`', 'not JSON; `id` is `null`'],
  ['−32600', '`request.malformed`', 'not a request; `id` is `null`'],
  ['−32601', '`request.unknown-method`', 'no such method'],
  ['−32602', '`request.malformed`', 'parameters do not fit; `data.path` names the field (JSON pointer)'],
  ['−32000', 'any other', 'refused; `request.rate` comes with `id` `null`'],
];

/** `reader-agent/src/protocol/REFERENCE.md` */
export function agentPage(): string {
  const files = Object.values(agentFiles);
  const book = new SchemaBook([...usedPlatformFiles, ...files]);
  const own = placesOf(book, files);
  const others = placesOf(book, usedPlatformFiles);
  const page = new Page((name) => {
    const place = own.get(name);
    if (place !== undefined) return here(place);
    const other = others.get(name);
    return other === undefined ? undefined : platformPage + here(other);
  });
  page.heading(1, 'Protocol of the reader agent');
  page.paragraph(
    'Written by `npm run reference` from the schemas and their doc comments in this folder; do not edit it by hand.',
  );
  page.paragraph(
    `Between box and platform: [mock-platform/src/protocol/REFERENCE.md](${platformPage}). \`field?\` may be left out; \`a[].b\` is the field \`b\` of every object in the list \`a\`.`,
  );
  writeHttp(page);
  page.heading(2, 'Page and agent');
  page.paragraph(
    `JSON-RPC 2.0 over the WebSocket \`/agent\`: text frames up to ${frameLimit / 1024} KiB, requests from the page (\`RpcRequest\`), notifications from the agent. The first message is \`hello\`, within 2 s; anything else before it answers \`request.hello\`. 60 messages at once and 20 a second are taken, one request in each (no batches). One page at a time: the newest that said a good \`hello\`; when it goes, its card work is cancelled.`,
  );
  page.paragraph(
    `API level ${apiLevel}; this agent serves pages of level ${oldestApiLevel} to ${apiLevel}. An older page gets \`page.too-old\`, a newer one \`page.too-new\`. ${book.commentsOf(agentFiles.local, 'apiLevel')?.text ?? ''}`,
  );
  page.heading(2, 'Requests');
  writeMethods(page, book, methods, book.commentsOf(agentFiles.local, 'methods'));
  page.heading(2, 'Notifications');
  writeNotifications(page, book, notifications, book.commentsOf(agentFiles.local, 'notifications'));
  page.heading(2, 'Errors and close codes');
  page.paragraph('An error is a `RpcError`; programs go by `data.code`.');
  page.table(['`code`', '`data.code`', 'when'], rpcErrors);
  page.table(
    ['closed with', 'meaning'],
    [
      ...Object.entries(closeCodes).map(([name, code]) => [
        String(code),
        closeMeanings[name as keyof typeof closeCodes],
      ]),
      ['1003', 'a binary frame'],
      ['1009', `a frame over ${frameLimit / 1024} KiB`],
    ].sort(([a = ''], [b = '']) => a.localeCompare(b)),
  );
  page.heading(2, 'Control socket');
  page.paragraph(
    'Unix socket of the agent’s owner (mode 0600): JSON-RPC 2.0, one object per line up to 8 KiB, any number of requests. Errors carry −32000 and a `data.code`: one of the codes below or of the platform.',
  );
  writeMethods(page, book, controlMethods, book.commentsOf(agentFiles.control, 'controlMethods'));
  writeCodes(page);
  for (const file of files) {
    if (book.schemasOf(file).length === 0) continue;
    page.heading(2, file.title);
    writeMessages(page, book, file);
  }
  return page.text();
}

function writeCodes(page: Page): void {
  page.heading(2, 'Codes');
  page.paragraph(
    `A refused login carries a code of the platform ([refusals](${platformPage}#refusals-of-a-login)) or one of these. \`retry\`: the same step may succeed when tried again without help.`,
  );
  page.table(
    ['code', 'retry', 'for support'],
    Object.entries(failures).map(([code, { retry, support }]) => [
      `\`${code}\``,
      retry ? 'yes' : 'no',
      support,
    ]),
  );
  page.heading(3, 'Sentences');
  page.paragraph(
    'What a person reads for a code of the agent, and for those of the platform that it passes on: 日本語, やさしい日本語, English. The television has drawings and larger words of its own for them.',
  );
  page.table(
    ['code', 'ja', 'plain', 'en'],
    Object.entries(sentences).map(([code, { ja, plain, en }]) => [`\`${code}\``, ja, plain, en]),
  );
  page.heading(3, 'Refusals at the gate');
  page.paragraph('Turned away before anything looks at the request:');
  page.table(
    ['code', 'status', 'meaning'],
    Object.entries(gateCodes).map(([code, { status, meaning }]) => [`\`${code}\``, String(status), meaning]),
  );
  page.paragraph('Why an order is kept and not shown (`code` of a `Receipt` `refused`):');
  page.table(
    ['code', 'meaning'],
    Object.entries(orderRefusals).map(([code, meaning]) => [`\`${code}\``, meaning]),
  );
}
