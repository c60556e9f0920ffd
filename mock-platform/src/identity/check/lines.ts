/** Longest line that is taken, in octets: lists of about 1.5 million entries as base64. */
export const MAX_LINE_OCTETS = 64 * 1024 * 1024;

const NEWLINE = 0x0a;

/**
 * Splits a stream into lines as they come, without keeping more than one of them.
 * @yields the line, or `undefined` in place of one that is longer than the limit
 */
export async function* readLines(
  input: AsyncIterable<Uint8Array>,
  limit = MAX_LINE_OCTETS,
): AsyncGenerator<string | undefined> {
  let parts: Uint8Array[] = [];
  let length = 0;
  const take = (): string | undefined => {
    const line = length > limit ? undefined : Buffer.concat(parts).toString('utf8');
    parts = [];
    length = 0;
    return line;
  };
  for await (const chunk of input) {
    let rest = chunk;
    for (let end = rest.indexOf(NEWLINE); end >= 0; end = rest.indexOf(NEWLINE)) {
      parts.push(rest.subarray(0, end));
      length += end;
      rest = rest.subarray(end + 1);
      yield take();
    }
    length += rest.length;
    if (length > limit) parts = [];
    else if (rest.length > 0) parts.push(rest);
  }
  if (length > 0) yield take();
}
