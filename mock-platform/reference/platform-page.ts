import { callers, type EndpointGroup } from './endpoint.ts';
import { here, Page } from './markdown.ts';
import { placesOf, writeMessages } from './messages.ts';
import { demoEndpoints, pageEndpoints } from './page-endpoints.ts';
import { writeCardSocket, writeSigned, writeStream, writeTokens } from './platform-chapters.ts';
import { writeCodes } from './platform-codes.ts';
import { platformFiles } from './platform-files.ts';
import { SchemaBook } from './schemas.ts';
import { serviceEndpoints } from './service-endpoints.ts';

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
