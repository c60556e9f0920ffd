import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BrowserContext, Page } from 'playwright-core';

/** A web page that is none of ours, in the viewer's own browser. */
export interface HostilePage {
  page: Page;
  close(): Promise<void>;
}

/** Serves a page under a host name on a port of its own and opens it. */
export async function openHostilePage(context: BrowserContext, hostName: string): Promise<HostilePage> {
  const server: Server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    response.end('<!doctype html><title>somebody else</title><body></body>');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const page = await context.newPage();
  await page.goto(`http://${hostName}:${(server.address() as AddressInfo).port}/`);
  return {
    page,
    async close() {
      await page.close();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

/** What the page got hold of: `nothing`, or the beginning of what it could read. */
export type Loot = string;

/** Asks for addresses in every way in which a script can look at an answer. */
export function readFrom(page: Page, addresses: readonly string[]): Promise<Record<string, Loot>> {
  return page.evaluate(async (urls) => {
    const loot: Record<string, string> = {};
    const note = (name: string, found: string) => {
      loot[name] = found === '' ? 'nothing' : found.slice(0, 80);
    };
    const fetched = async (url: string, init: RequestInit): Promise<string> => {
      try {
        const answer = await fetch(url, init);
        return answer.type === 'opaque' ? await answer.text() : `${answer.status} ${await answer.text()}`;
      } catch {
        return '';
      }
    };
    const loads = (tag: 'img' | 'script' | 'link', url: string): Promise<string> =>
      new Promise((done) => {
        const element = document.createElement(tag);
        element.addEventListener('load', () => done(`${tag} loaded`));
        element.addEventListener('error', () => done(''));
        if (element instanceof HTMLLinkElement) {
          element.rel = 'stylesheet';
          element.href = url;
        } else (element as HTMLImageElement | HTMLScriptElement).src = url;
        document.body.append(element);
      });
    for (const url of urls) {
      note(`fetch ${url}`, await fetched(url, { credentials: 'include' }));
      note(`fetch without cookies ${url}`, await fetched(url, { credentials: 'omit' }));
      note(`no-cors ${url}`, await fetched(url, { mode: 'no-cors', credentials: 'include' }));
      note(
        `asking first ${url}`,
        await fetched(url, { credentials: 'include', headers: { 'x-chanoma': '1' } }),
      );
      for (const tag of ['img', 'script', 'link'] as const) note(`${tag} ${url}`, await loads(tag, url));
    }
    return loot;
  }, addresses);
}

export interface Order {
  url: string;
  body: string;
}

/** Sends bodies in every way that needs no permission, and in the one that asks for it first. */
export function sendTo(page: Page, orders: readonly Order[]): Promise<Record<string, Loot>> {
  return page.evaluate(async (list) => {
    const loot: Record<string, string> = {};
    const send = async (name: string, url: string, init: RequestInit) => {
      try {
        const answer = await fetch(url, { method: 'POST', credentials: 'include', ...init });
        loot[`${name} ${url}`] = (await answer.text()).slice(0, 80) || 'nothing';
      } catch {
        loot[`${name} ${url}`] = 'nothing';
      }
    };
    /** A form whose text/plain body is the JSON itself: its one field's name and value are joined by `=`. */
    const submit = (url: string, body: string, enctype: string): Promise<void> =>
      new Promise((done) => {
        const frame = document.createElement('iframe');
        frame.name = `form-${Math.random()}`;
        document.body.append(frame);
        const form = document.createElement('form');
        Object.assign(form, { method: 'post', action: url, enctype, target: frame.name });
        const field = document.createElement('input');
        const at = body.lastIndexOf('"');
        field.name = `${body.slice(0, at)}`;
        field.value = body.slice(at);
        form.append(field);
        document.body.append(form);
        const over = () => {
          frame.remove();
          form.remove();
          done();
        };
        frame.addEventListener('load', over);
        setTimeout(over, 3000);
        form.submit();
      });
    const forms: Promise<void>[] = [];
    for (const { url, body } of list) {
      const plain = { 'content-type': 'text/plain' };
      await send('no-cors', url, { mode: 'no-cors', headers: plain, body });
      await send('simple', url, { headers: plain, body });
      await send('blob', url, { mode: 'no-cors', body: new Blob([body]) });
      await send('with JSON', url, { headers: { 'content-type': 'application/json' }, body });
      navigator.sendBeacon(url, body);
      for (const enctype of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'])
        forms.push(submit(url, body, enctype));
    }
    await Promise.all(forms);
    return loot;
  }, orders);
}

/** Tries to open sockets; says which of them opened. */
export function openSockets(page: Page, addresses: readonly string[]): Promise<string[]> {
  return page.evaluate(
    (urls) =>
      Promise.all(
        urls.map(
          (url) =>
            new Promise<string[]>((done) => {
              const socket = new WebSocket(url);
              socket.addEventListener('open', () => done([url]));
              socket.addEventListener('error', () => done([]));
            }),
        ),
      ).then((opened) => opened.flat()),
    addresses,
  );
}

const refusal = /"status":403,"code":"request\.(host|origin)"/;

/** Puts pages into frames; gives what each frame shows, if it is anything but a refusal. */
export async function frame(page: Page, addresses: readonly string[]): Promise<string[]> {
  await page.evaluate((urls) => {
    for (const url of urls) {
      const element = document.createElement('iframe');
      element.src = url;
      document.body.append(element);
    }
  }, addresses);
  await page.waitForTimeout(1500);
  const shown: string[] = [];
  for (const one of page.frames().slice(1)) {
    if (/^(about:|chrome-error:)/.test(one.url())) continue;
    const words = await one.evaluate(() => document.body.textContent ?? '');
    if (!refusal.test(words)) shown.push(`${one.url()}: ${words.slice(0, 80)}`);
  }
  return shown;
}
