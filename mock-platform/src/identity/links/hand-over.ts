import type { OperatorLink } from '../../protocol/staff.ts';
import type { PlatformContext } from '../../server/context.ts';
import { csvLine } from '../../server/csv.ts';
import { randomSecret } from '../../server/key-folder.ts';
import { malformed } from '../../server/platform-error.ts';
import { seal, unseal } from '../facts/seal.ts';
import { type LinkPosition, linkPage } from './members.ts';

export const defaultPage = 100;
const csvPage = 500;

const positionKey = ({ keys }: Pick<PlatformContext, 'keys'>): Uint8Array =>
  keys.readOrCreate('hand-over', randomSecret);

/** A position holds the platform's own person id, so it leaves encrypted; it opens for this operator only. */
export const writePosition = (
  context: Pick<PlatformContext, 'keys'>,
  operator: string,
  position: LinkPosition,
): string => seal(positionKey(context), operator, Buffer.from(JSON.stringify(position)));

/** @throws PlatformError 400 `request.malformed` */
export function readPosition(
  context: Pick<PlatformContext, 'keys'>,
  operator: string,
  after: string | undefined,
): LinkPosition | undefined {
  if (after === undefined) return undefined;
  try {
    return JSON.parse(unseal(positionKey(context), operator, after).toString('utf8')) as LinkPosition;
  } catch {
    throw malformed('/after', 'Not the next of an earlier page.');
  }
}

const columns = ['person', 'household', 'services', 'source', 'from', 'to', 'registerAnew'] as const;

const lineOf = (link: OperatorLink): string =>
  csvLine(
    columns.map((column) => {
      const value = link[column];
      return Array.isArray(value) ? value.join(' ') : String(value ?? '');
    }),
  );

/** All links of an operator as CSV (UTF-8, CRLF), read page by page. */
export async function* linksAsCsv(context: PlatformContext, operator: string): AsyncGenerator<string> {
  yield csvLine(columns);
  let after: LinkPosition | undefined;
  do {
    const { links, next } = await linkPage(context, operator, after, csvPage);
    yield links.map(lineOf).join('');
    after = next;
  } while (after);
}
