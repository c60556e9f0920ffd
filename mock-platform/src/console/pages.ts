import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { PlatformError } from '../server/platform-error.ts';

const built = new URL('../../dist/pages/', import.meta.url);

/**
 * Scripts, styles and fonts of the built pages; their names carry a hash of their content. Those of the living room
 * exist only in the demo (D18).
 */
export async function servePageFiles(app: FastifyInstance, demo: boolean): Promise<void> {
  const root = fileURLToPath(built);
  if (!existsSync(root)) return;
  await app.register(fastifyStatic, {
    root,
    prefix: '/pages/',
    index: false,
    immutable: true,
    maxAge: '365d',
    allowedPath: (path) => !path.endsWith('.html') && (demo || !path.includes('living-room')),
  });
}

/** Sends a built page. @throws PlatformError 503 `page.not-built` */
export async function sendPage(
  reply: FastifyReply,
  file: 'town.html' | 'welfare.html',
): Promise<FastifyReply> {
  let page: Buffer;
  try {
    page = await readFile(new URL(file, built));
  } catch {
    throw new PlatformError(503, 'page.not-built', 'Build the pages first.');
  }
  return reply.type('text/html; charset=utf-8').send(page);
}
