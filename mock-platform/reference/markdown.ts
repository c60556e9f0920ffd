import type { Row } from './fields.ts';

/** Where the description of a schema is: an address for a link, or nothing for a name that is none. */
export type Linker = (name: string) => string | undefined;

const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}\s_-]/gu, '')
    .replace(/\s/g, '-');

/** A Markdown page; every name of a schema that stands as code becomes a link to its description. */
export class Page {
  private readonly parts: string[] = [];
  private readonly anchors = new Set<string>();

  constructor(private readonly linkOf: Linker) {}

  /** @throws Error when the page has this heading already: links could not tell the two apart */
  heading(level: 1 | 2 | 3, text: string): void {
    const anchor = anchorOf(text);
    if (this.anchors.has(anchor)) throw new Error(`two headings "${text}"`);
    this.anchors.add(anchor);
    this.parts.push(`${'#'.repeat(level)} ${text}`);
  }

  paragraph(text: string): void {
    if (text !== '') this.parts.push(this.linked(text));
  }

  list(items: readonly string[]): void {
    this.parts.push(items.map((item) => `- ${this.linked(item)}`).join('\n'));
  }

  table(head: readonly string[], rows: readonly (readonly string[])[]): void {
    const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
    const body = rows.map((cells) => line(cells.map((cell) => this.linked(escaped(cell)))));
    this.parts.push([line(head), line(head.map(() => '---')), ...body].join('\n'));
  }

  fields(rows: readonly Row[]): void {
    if (rows.length === 0) return;
    this.table(
      ['field', 'type', 'meaning'],
      rows.map(({ field, type, meaning }) => [field, type, meaning]),
    );
  }

  text(): string {
    return `${this.parts.join('\n\n')}\n`;
  }

  private linked(text: string): string {
    return text.replace(/`([A-Z][A-Za-z0-9]+)(\[\])?`/g, (code, name: string) => {
      const link = this.linkOf(name);
      return link === undefined ? code : `[${code}](${link})`;
    });
  }
}

/** A bar ends a cell even inside code (GFM). */
const escaped = (cell: string): string => cell.replace(/(?<!\\)\|/g, '\\|');

/** Link within the page. */
export const here = (name: string): string => `#${anchorOf(name)}`;
