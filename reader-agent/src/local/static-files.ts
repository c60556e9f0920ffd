import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import type { PageSettings } from '../protocol/local.ts';

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.gif': 'image/gif',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.m4a': 'audio/mp4',
  '.map': 'application/json; charset=utf-8',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.txt': 'text/plain; charset=utf-8',
  '.wav': 'audio/wav',
  '.webp': 'image/webp',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
};

export interface StaticFile {
  body: Buffer;
  type: string;
  caching: string;
}

/** The built television application in one folder. */
export class StaticFiles {
  constructor(
    private readonly folder: string,
    private readonly settings: PageSettings,
  ) {}

  /** A file of the application, or undefined: unknown, outside the folder or of a type that it does not have. */
  async find(path: string): Promise<StaticFile | undefined> {
    let decoded: string;
    try {
      decoded = decodeURIComponent(path);
    } catch {
      return undefined;
    }
    const type = types[extname(decoded)];
    const segments = decoded.split('/').slice(1);
    const wrong = segments.some((part) => part === '' || part.startsWith('.') || /[\\\0]/.test(part));
    if (type === undefined || wrong || decoded.endsWith('.html')) return undefined;
    const body = await readIfThere(join(this.folder, normalize(decoded)));
    if (body === undefined) return undefined;
    const hashed = /[.-][0-9a-f]{8,}\.[^/]+$/.test(decoded);
    return { body, type, caching: hashed ? 'public, max-age=31536000, immutable' : 'no-cache' };
  }

  /** The page with this box's settings in it, or undefined when the application has not been built. */
  async page(): Promise<string | undefined> {
    const file = await readIfThere(join(this.folder, 'index.html'));
    if (file === undefined) return undefined;
    // `<` escaped: no value can end the element.
    const json = JSON.stringify(this.settings).replaceAll('<', '\\u003c');
    const element = `<script type="application/json" id="box">${json}</script>`;
    const html = file.toString('utf8');
    const place = /<script\b[^>]*\bid=["']?box["']?[^>]*>[\s\S]*?<\/script>/;
    if (place.test(html)) return html.replace(place, () => element);
    // Before every script of the page, so that it is there when they run.
    return html.includes('<head>') ? html.replace('<head>', () => `<head>${element}`) : `${element}${html}`;
  }
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch {
    return undefined;
  }
}
