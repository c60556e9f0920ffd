/** A page as the phone shows it. */
export interface Page {
  url: URL;
  status: number;
  html: string;
  headers: Headers;
}

interface Cookie {
  value: string;
  path: string;
}

/** A phone's browser: cookies by path, redirects within the platform, forms. It stops where a foreign host begins. */
export class Phone {
  private readonly cookies = new Map<string, Cookie>();

  constructor(private readonly origin: string) {}

  async open(address: URL | string, form?: Record<string, string>): Promise<Page> {
    let url = new URL(address, this.origin);
    let body = form;
    for (let hops = 0; hops < 12; hops += 1) {
      if (url.origin !== this.origin) return { url, status: 0, html: '', headers: new Headers() };
      const response = await fetch(url, {
        method: body ? 'POST' : 'GET',
        redirect: 'manual',
        headers: {
          accept: 'text/html',
          cookie: this.cookiesFor(url),
          ...(body ? { origin: this.origin } : {}),
        },
        ...(body ? { body: new URLSearchParams(body) } : {}),
      });
      this.keep(response);
      const location = response.headers.get('location');
      const html = await response.text();
      if (location === null) return { url, status: response.status, html, headers: response.headers };
      url = new URL(location, url);
      body = undefined;
    }
    throw new Error('too many redirects');
  }

  /** Sends the form of a page with what its hidden fields hold. */
  submit(page: Page, typed: Record<string, string> = {}): Promise<Page> {
    const action = /<form[^>]*action="([^"]*)"/.exec(page.html)?.[1] ?? page.url.href;
    const hidden = [...page.html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(
      ([, name, value]) => [name, value],
    );
    return this.open(new URL(action, page.url), { ...Object.fromEntries(hidden), ...typed });
  }

  private cookiesFor({ pathname }: URL): string {
    return [...this.cookies]
      .filter(
        ([, { path }]) => pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`),
      )
      .map(([name, { value }]) => `${name.split('\n')[0]}=${value}`)
      .join('; ');
  }

  private keep(response: Response): void {
    for (const header of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(header) ?? [];
      const path = /;\s*path=([^;]*)/i.exec(header)?.[1] ?? '/';
      const key = `${name}\n${path}`;
      if (value === '' || /expires=Thu, 01 Jan 1970/i.test(header)) this.cookies.delete(key);
      else this.cookies.set(key, { value, path });
    }
  }
}
