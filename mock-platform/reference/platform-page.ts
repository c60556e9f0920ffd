import {
  auditCodes,
  cardProcessCodes,
  healthCodes,
  problemCodes,
  refusalMeanings,
  startCodes,
  streamCodes,
} from '../src/protocol/problem-codes.ts';
import {
  accessTokenSeconds,
  audienceOf,
  loginResultType,
  tokenExchangeGrant,
} from '../src/protocol/tokens.ts';
import { callers, type EndpointGroup } from './endpoint.ts';
import { here, Page } from './markdown.ts';
import { placesOf, writeMessages } from './messages.ts';
import { demoEndpoints, pageEndpoints } from './page-endpoints.ts';
import { platformFiles } from './platform-files.ts';
import { SchemaBook } from './schemas.ts';
import { serviceEndpoints } from './service-endpoints.ts';
import { signedMessages } from './signed-messages.ts';
import { streamCloseCodes } from './stream-close-codes.ts';

const generated =
  'Written by `npm run reference` from the schemas and their doc comments in this folder; do not edit it by hand.';

/** Refusals that any endpoint may give, whoever calls. */
const common = [
  'request.host',
  'request.origin',
  'request.malformed',
  'request.too-large',
  'request.media-type',
  'platform.failed',
] as const;

const codes = (all: readonly string[]): string => all.map((one) => `\`${one}\``).join(', ');

/** `mock-platform/src/protocol/REFERENCE.md` */
export function platformPage(): string {
  const files = Object.values(platformFiles);
  const book = new SchemaBook(files);
  const places = placesOf(book, files);
  const page = new Page((name) => {
    const place = places.get(name);
    return place === undefined ? undefined : here(place);
  });
  page.heading(1, 'Protocol of the platform');
  page.paragraph(generated);
  page.paragraph(
    'Between box and agent’s page: [reader-agent/src/protocol/REFERENCE.md](../../../reader-agent/src/protocol/REFERENCE.md).',
  );
  page.list([
    'Bodies are JSON in UTF-8. `field?` may be left out; `a[].b` is the field `b` of every object in the list `a`. A row in bold begins one form of a message that has several.',
    '“No other fields”: one that is not listed is refused. All other messages may grow.',
    'Every error answer is `application/problem+json` (RFC 9457): `Problem`. Programs go by `code`.',
  ]);
  writeCallers(page);
  page.heading(2, 'Endpoints');
  for (const group of [...serviceEndpoints, ...pageEndpoints]) writeEndpoints(page, group);
  page.heading(2, 'Demo only');
  page.paragraph('These exist under `npm start` alone.');
  for (const group of demoEndpoints) writeEndpoints(page, group);
  writeTokens(page);
  writeSigned(page);
  writeStream(page);
  writeCardSocket(page);
  writeCodes(page);
  for (const file of files) {
    page.heading(2, file.title);
    writeMessages(page, book, file);
  }
  return page.text();
}

function writeCallers(page: Page): void {
  page.heading(2, 'Who may call');
  page.table(
    ['caller', 'shows', 'otherwise'],
    Object.values(callers).map(({ name, shows, refused }) => [name, shows, codes(refused)]),
  );
  page.paragraph(
    `Every endpoint checks \`Host\` and \`Origin\` first and may answer ${codes(common)}. An unknown address answers \`request.not-found\`.`,
  );
}

function writeEndpoints(page: Page, { title, endpoints }: EndpointGroup): void {
  page.heading(3, title);
  page.table(
    ['endpoint', 'who', 'request', 'answer', 'refusals', 'what it does'],
    endpoints.map(({ method, path, caller, what, request, answer, refusals }) => [
      `\`${method} ${path}\``,
      callers[caller].name,
      request ?? '',
      answer,
      refusals === undefined ? '' : refusals.length > 8 ? 'see “Refusals of a login”' : codes(refusals),
      what,
    ]),
  );
}

function writeTokens(page: Page): void {
  page.heading(2, 'Access tokens');
  page.paragraph(
    `JWTs (RFC 9068, \`typ: at+jwt\`, ES256) that live ${accessTokenSeconds} seconds, bound by \`cnf.jkt\` to the key of the box; claims: \`AccessTokenClaims\`. Each request carries \`Authorization: DPoP TOKEN\` and a proof in \`DPoP\` (RFC 9449; \`htu\` is the platform’s public address and the path without query). A proof counts once and is good for five minutes.`,
  );
  page.paragraph('Form of `POST /oidc/token`:');
  page.table(
    ['parameter', 'a box’s own token', 'a person’s token (RFC 8693)'],
    [
      ['`grant_type`', '`client_credentials`', `\`${tokenExchangeGrant}\``],
      [
        '`resource`',
        `\`${audienceOf('health')}\` and so on: \`urn:chanoma:\` and a \`ServiceName\``,
        'the same',
      ],
      ['`subject_token`', '', '`result` of a `LoginVerdict`: of this box, within a minute, once per service'],
      ['`subject_token_type`', '', `\`${loginResultType}\``],
      ['`client_id`', 'the box’s id', 'the same'],
      ['`client_assertion_type`', '`urn:ietf:params:oauth:client-assertion-type:jwt-bearer`', 'the same'],
      ['`client_assertion`', 'JWT by the box key, ES256 (RFC 7523)', 'the same'],
    ],
  );
  page.paragraph(
    'The DPoP proof must be by the registered key of the box. A blocked box is no client: `invalid_client`.',
  );
}

function writeSigned(page: Page): void {
  page.heading(2, 'Signed messages');
  page.paragraph('Compact JWS (RFC 7515), ES256; the protected header names what is signed in `typ`.');
  page.table(
    ['`typ`', 'payload', 'signed by', 'carried in'],
    signedMessages.map(({ typ, payload, by, carriedIn }) => [`\`${typ}\``, payload, by, carriedIn]),
  );
  page.paragraph(
    'The card signs the UTF-8 bytes of six lines, joined by line feeds, none at the end: `chanoma-login-v1`, nonce, box, origin, service, tier of the `LoginStatement`.',
  );
}

function writeStream(page: Page): void {
  page.heading(2, 'Stream of a box');
  page.paragraph(
    'WebSocket `/boxes/stream`: text frames up to 64 KiB from the box, no compression. The box sends `FromBox`, the platform `ToBox`. After `resume` come `welcome`, the orders after the cursor that are still in force, then everything new in the order of its number. The platform pings every 20 s. Receipts and answers are sent again until `stored` names them; `error` says that a message was refused and nothing of it stored.',
  );
  page.table(
    ['closed with', 'meaning'],
    Object.entries(streamCloseCodes).map(([code, meaning]) => [code, meaning]),
  );
  page.table(
    ['`code` of `error`', 'meaning'],
    Object.entries(streamCodes).map(([code, meaning]) => [`\`${code}\``, meaning]),
  );
  page.paragraph(
    'Why a box refuses an order (`code` of a `Receipt`) stands in the agent’s [reference](../../../reader-agent/src/protocol/REFERENCE.md#codes).',
  );
}

function writeCardSocket(page: Page): void {
  page.heading(2, 'Socket of the simulated card');
  page.paragraph(
    'Owner-only unix socket, one JSON object per line. The first line decides: `attach` makes the connection a reader agent’s (`ToCardReader`, `FromCardReader`; names of PC/SC errors in `failure`), anything else one that commands the cards (`CardCommand`, each answered in order by `CardCommandAnswer`). An unplugged reader answers `attach` only when it is plugged in; unplugging closes the connection.',
  );
  page.table(
    ['`code` of `refused`', 'meaning'],
    Object.entries(cardProcessCodes).map(([code, meaning]) => [`\`${code}\``, meaning]),
  );
}

function writeCodes(page: Page): void {
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
    'Decided in this order: box, challenge, household, certificate, revocation, proof, tier. The true reason behind `login.other-household` stands in the audit record alone.',
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
  const elsewhere = { '`/healthz`': healthCodes, 'audit record': auditCodes, start: startCodes };
  page.table(
    ['where', 'code', 'meaning'],
    Object.entries(elsewhere).flatMap(([where, table]) =>
      Object.entries(table).map(([code, meaning]) => [where, `\`${code}\``, meaning]),
    ),
  );
}
