/** Text that is HTML already. */
export class Html {
  constructor(readonly text: string) {}
}

type Part = string | Html | readonly Html[] | undefined;

const marks: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function written(part: Part): string {
  if (part === undefined) return '';
  if (part instanceof Html) return part.text;
  if (typeof part === 'string') return part.replace(/[&<>"']/g, (mark) => marks[mark] ?? '');
  return part.map(({ text }) => text).join('');
}

/** HTML from a template; every value is text unless it is HTML itself. */
export function html(parts: TemplateStringsArray, ...values: Part[]): Html {
  return new Html(String.raw({ raw: parts }, ...values.map(written)));
}
