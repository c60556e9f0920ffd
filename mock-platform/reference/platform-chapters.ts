import { cardProcessCodes, streamCodes } from '../src/protocol/problem-codes.ts';
import {
  accessTokenSeconds,
  audienceOf,
  loginResultType,
  tokenExchangeGrant,
} from '../src/protocol/tokens.ts';
import type { Page } from './markdown.ts';
import { signedMessages } from './signed-messages.ts';
import { streamCloseCodes } from './stream-close-codes.ts';

export function writeTokens(page: Page): void {
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

export function writeSigned(page: Page): void {
  page.heading(2, 'Signed messages');
  page.paragraph('Compact JWS (RFC 7515), ES256; the protected header names what is signed in `typ`.');
  page.table(
    ['`typ`', 'payload', 'signed by', 'carried in'],
    signedMessages.map(({ typ, payload, by, carriedIn }) => [`\`${typ}\``, payload, by, carriedIn]),
  );
  page.paragraph(
    'The card signs the UTF-8 bytes of six lines, joined by line feeds, none at the end: `chanoma-login-v1`, nonce, box, origin, service, tier of the `LoginStatement`.',
  );
  page.paragraph(
    'At an enrolment all three keys of the card sign five lines: `chanoma-enrolment-v1`, nonce, box, origin, and the SHA-256 digest of the application form in base64url.',
  );
}

export function writeStream(page: Page): void {
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

export function writeCardSocket(page: Page): void {
  page.heading(2, 'Socket of the simulated card');
  page.paragraph(
    'Owner-only unix socket, one JSON object per line. The first line decides: `attach` makes the connection a reader agent’s (`ToCardReader`, `FromCardReader`; names of PC/SC errors in `failure`), anything else one that commands the cards (`CardCommand`, each answered in order by `CardCommandAnswer`). An unplugged reader answers `attach` only when it is plugged in; unplugging closes the connection.',
  );
  page.table(
    ['`code` of `refused`', 'meaning'],
    Object.entries(cardProcessCodes).map(([code, meaning]) => [`\`${code}\``, meaning]),
  );
}
