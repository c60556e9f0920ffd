/** One DER element from its parts. Enough for the few structures that identity itself sends. */
export function element(tag: number, ...parts: Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const header = [tag, content.length];
  if (content.length >= 0x80) {
    const octets = content.length > 0xff ? 2 : 1;
    if (content.length > 0xffff) throw new RangeError('longer than anything identity sends');
    header[1] = 0x80 | octets;
    for (let shift = 8 * (octets - 1); shift >= 0; shift -= 8) header.push((content.length >> shift) & 0xff);
  }
  return Buffer.concat([Buffer.from(header), content]);
}
