import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';

/** What a test wants to know of a font: which characters it has, and how wide each is. */
export interface FontFile {
  has(codePoint: number): boolean;
  /** Every character, ascending. */
  codePoints: readonly number[];
  /** Advance in parts of the font size. */
  advance(codePoint: number): number;
}

const folder = new URL('../../assets/fonts/', import.meta.url);
/** Tags by their number in a WOFF2 table directory (W3C WOFF 2.0, 4.1); 63 means that a tag follows. */
const knownTags = (
  'cmap,head,hhea,hmtx,maxp,name,OS/2,post,cvt ,fpgm,glyf,loca,prep,CFF ,VORG,EBDT,EBLC,gasp,hdmx,kern,LTSH,PCLT,VDMX,vhea,' +
  'vmtx,BASE,GDEF,GPOS,GSUB,EBSC,JSTF,MATH,CBDT,CBLC,COLR,CPAL,SVG ,sbix,acnt,avar,bdat,bloc,bsln,cvar,fdsc,feat,fmtx,fvar,' +
  'gvar,hsty,just,lcar,mort,morx,opbd,prop,trak,Zapf,Silf,Glat,Gloc,Feat,Sill'
).split(',');

/** Reads a face of the application's font as it is shipped. */
export function readFace(face: 'Regular' | 'Bold'): FontFile {
  const tables = tablesOf(readFileSync(new URL(`ChanomaUD-${face}.woff2`, folder)));
  const glyphs = glyphsOf(tables.cmap!);
  const unitsPerEm = tables.head!.readUInt16BE(18);
  const metrics = tables.hhea!.readUInt16BE(34);
  const width = (glyph: number) => tables.hmtx!.readUInt16BE(Math.min(glyph, metrics - 1) * 4) / unitsPerEm;
  const advances = new Map([...glyphs].map(([codePoint, glyph]) => [codePoint, width(glyph)]));
  return {
    has: (codePoint) => glyphs.has(codePoint),
    codePoints: [...glyphs.keys()].sort((a, b) => a - b),
    advance: (codePoint) => advances.get(codePoint) ?? 1,
  };
}

/** Tables of a WOFF2 file; `glyf` and `loca` stay as they are packed. */
function tablesOf(file: Buffer): Record<string, Buffer> {
  const count = file.readUInt16BE(12);
  let at = 48;
  const base128 = (): number => {
    let value = 0;
    for (let more = true; more; at += 1) {
      const byte = file[at]!;
      value = value * 128 + (byte & 0x7f);
      more = (byte & 0x80) !== 0;
    }
    return value;
  };
  const directory: { tag: string; length: number }[] = [];
  for (let index = 0; index < count; index += 1) {
    const flags = file[at]!;
    at += 1;
    let tag = knownTags[flags & 0x3f] ?? '';
    if ((flags & 0x3f) === 63) {
      tag = file.toString('latin1', at, at + 4);
      at += 4;
    }
    const original = base128();
    const outlines = tag === 'glyf' || tag === 'loca';
    // Outlines are packed unless version 3 says otherwise, all other tables only where a version is given.
    const packed = outlines ? flags >> 6 !== 3 : flags >> 6 !== 0;
    if (packed && tag === 'hmtx') throw new Error('packed widths are not read here');
    directory.push({ tag, length: packed ? base128() : original });
  }
  const data = brotliDecompressSync(file.subarray(at, at + file.readUInt32BE(20)));
  let from = 0;
  return Object.fromEntries(
    directory.map(({ tag, length }) => {
      const table = data.subarray(from, from + length);
      from += length;
      return [tag, table];
    }),
  );
}

/** Glyph of each character: `cmap` format 12, or format 4 for a font without characters beyond the first plane. */
function glyphsOf(cmap: Buffer): Map<number, number> {
  const glyphs = new Map<number, number>();
  for (let index = 0; index < cmap.readUInt16BE(2); index += 1) {
    const start = cmap.readUInt32BE(4 + index * 8 + 4);
    const format = cmap.readUInt16BE(start);
    if (format === 12) readGroups(cmap, start, glyphs);
    else if (format === 4) readSegments(cmap, start, glyphs);
  }
  return glyphs;
}

function readGroups(cmap: Buffer, start: number, glyphs: Map<number, number>): void {
  for (let group = 0; group < cmap.readUInt32BE(start + 12); group += 1) {
    const at = start + 16 + group * 12;
    const first = cmap.readUInt32BE(at);
    for (let code = first; code <= cmap.readUInt32BE(at + 4); code += 1)
      glyphs.set(code, cmap.readUInt32BE(at + 8) + code - first);
  }
}

function readSegments(cmap: Buffer, start: number, glyphs: Map<number, number>): void {
  const size = cmap.readUInt16BE(start + 6);
  const ends = start + 14;
  for (let at = 0; at < size; at += 2) {
    const end = cmap.readUInt16BE(ends + at);
    const first = cmap.readUInt16BE(ends + size + 2 + at);
    const delta = cmap.readUInt16BE(ends + 2 * size + 2 + at);
    const offsetAt = ends + 3 * size + 2 + at;
    const offset = cmap.readUInt16BE(offsetAt);
    for (let code = first; code <= end && code !== 0xffff; code += 1) {
      const glyph = offset === 0 ? code : cmap.readUInt16BE(offsetAt + offset + (code - first) * 2);
      if (glyph !== 0) glyphs.set(code, (glyph + delta) & 0xffff);
    }
  }
}
