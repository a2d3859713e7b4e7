import { once } from 'node:events';
import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { repositoryRoot } from '../../../platform/process/repository-root';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
};

/** The file of a URL: of this folder, or below `/modules/` of an installed package. */
function fileOf(pathname: string): string | null {
  const isModule = pathname.startsWith('/modules/');
  const root = isModule ? path.join(repositoryRoot, 'node_modules') : __dirname;
  const relative = isModule ? pathname.slice('/modules/'.length) : pathname.slice(1);
  const file = path.join(root, relative === '' ? 'index.html' : relative);
  return file.startsWith(root) && path.extname(file) in contentTypes && existsSync(file)
    ? file
    : null;
}

export interface PageServer {
  readonly url: string;
  close(): void;
}

/** Serves the page of the tabs on localhost, an origin that a shop in development allows. */
export async function servePage(): Promise<PageServer> {
  const server = createServer(({ url }, response) => {
    const file = fileOf(new URL(url ?? '/', 'http://localhost').pathname);
    if (file === null) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'content-type': contentTypes[path.extname(file)] });
    createReadStream(file).pipe(response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://localhost:${port}`, close: () => void server.close() };
}
