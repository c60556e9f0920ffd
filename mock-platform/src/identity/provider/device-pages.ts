import type { errors, KoaContextWithOIDC, UnknownObject } from 'oidc-provider';
import { escaped, pageOf, paragraph } from '../consent/page.ts';

type Context = KoaContextWithOIDC;

/** The provider's own form carries what protects it; only its two hidden fields are taken over. */
function hiddenFields(form: string): string {
  return [...form.matchAll(/<input type="hidden"[^>]*\/>/g)].map(([field]) => field).join('\n');
}
const actionOf = (form: string): string => /action="([^"]*)"/.exec(form)?.[1] ?? '';

const html = (ctx: Context, title: string, body: string): void => {
  ctx.type = 'html';
  ctx.body = pageOf(title, body);
};

/** What went wrong with a user code, in words that fit the form. */
function faultOf(error: unknown): string | undefined {
  const name = (error as Error | undefined)?.name;
  if (error === undefined || name === 'NoCodeError') return undefined;
  return name === 'AbortedError'
    ? 'やめました。'
    : 'この ばんごうは つかえません。もういちど たしかめてください。';
}

/** Pages of the device grant (RFC 8628 §3.3), on which somebody with a phone types the number that the device shows. */
export const devicePages = {
  async userCodeInputSource(ctx: Context, form: string, _out?: unknown, error?: unknown): Promise<void> {
    const fault = faultOf(error);
    html(
      ctx,
      'きかいに でている ばんごう',
      `${fault ? `<p class="fault">${fault}</p>` : ''}
<form method="post" action="${actionOf(form)}">
${hiddenFields(form)}
<label>８けたの ばんごうを いれてください。
<input name="user_code" inputmode="numeric" autocomplete="off" required></label>
<button type="submit">つぎへ</button>
</form>`,
    );
  },
  async userCodeConfirmSource(
    ctx: Context,
    form: string,
    client: { clientName?: string | undefined; clientId: string },
    _deviceInfo: UnknownObject,
    userCode: string,
  ): Promise<void> {
    html(
      ctx,
      'おなじ ばんごうですか？',
      `${paragraph(`「${client.clientName ?? client.clientId}」の きかいに、この ばんごうが でていますか？`)}
<p class="number">${escaped(userCode)}</p>
<form method="post" action="${actionOf(form)}">
${hiddenFields(form)}
<button type="submit">はい、でています</button>
<button type="submit" class="quiet" name="abort" value="yes">いいえ、やめます</button>
</form>`,
    );
  },
  async successSource(ctx: Context): Promise<void> {
    html(ctx, 'できました', paragraph('きかいの がめんに もどってください。'));
  },
};

/** Errors that cannot be sent back to the service provider: a page for people, JSON for programs. */
export async function showError(
  ctx: Context,
  out: errors.OIDCProviderError | { error: string; error_description?: string },
): Promise<void> {
  if (ctx.accepts('json', 'html') !== 'html') {
    ctx.type = 'application/json';
    ctx.body = out;
    return;
  }
  const { error, error_description: description } = out as { error: string; error_description?: string };
  html(
    ctx,
    'つづけられません',
    `${paragraph('この ページからは ログインできません。もとの サービスに もどってください。')}
<p><small>${escaped(description ? `${error}: ${description}` : error)}</small></p>`,
  );
}
