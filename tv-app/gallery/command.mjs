import { createReadStream, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

const usage = `npm run tv -- gallery [--port N]

Builds the gallery of the television's components and serves it on loopback until Ctrl-C.

  --port N   port to listen on (default 8099; 0 takes a free one)
  --help     this text

In the gallery: arrows and Enter (決定), Backspace (戻る), F1 letters, F2 aloud, F3 list, F4 help,
1 contrast, 2 language, 3 (or Page Up) next example.`;

const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

const { positionals, values } = (() => {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { port: { type: 'string', default: '8099' }, help: { type: 'boolean', default: false } },
    });
  } catch (error) {
    fail(error.message);
  }
})();

function fail(message) {
  process.stderr.write(`${message}\n\n${usage}\n`);
  process.exit(2);
}

if (values.help) {
  process.stdout.write(`${usage}\n`);
  process.exit(0);
}
const port = Number(values.port);
if (positionals[0] !== 'gallery' || positionals.length !== 1) fail('the one command is: gallery');
if (!Number.isInteger(port) || port < 0 || port > 65535) fail('--port wants a number from 0 to 65535');

const folder = mkdtempSync(path.join(os.tmpdir(), 'chanoma-gallery-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0));

const { default: webpack } = await import('webpack');
const { default: configuration } = await import('../webpack.config.mjs');
const config = configuration({ gallery: true });
const stats = await new Promise((resolve, reject) => {
  webpack({ ...config, output: { ...config.output, path: folder } }, (error, done) =>
    error ? reject(error) : resolve(done),
  );
});
if (stats.hasErrors()) {
  process.stderr.write(`${stats.toString('errors-only')}\n`);
  process.exit(1);
}

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  const file = path.join(folder, path.normalize(pathname === '/' ? '/index.html' : pathname));
  if (!file.startsWith(folder) || !existsSync(file) || !statSync(file).isFile()) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { 'content-type': types[path.extname(file)] ?? 'application/octet-stream' });
  createReadStream(file).pipe(response);
});
server.on('error', (error) => {
  const taken = error.code === 'EADDRINUSE';
  process.stderr.write(`${taken ? `port ${port} is taken; choose another with --port N` : error.message}\n`);
  process.exit(1);
});
server.listen(port, '127.0.0.1', () => {
  process.stdout.write(`gallery: http://localhost:${server.address().port}/ (Ctrl-C ends it)\n`);
});
