import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { entityTag, isCurrent } from '../http/entity-tags';

/** Vite and Astro put files here whose names contain a hash of their content. */
const hashedName = /^(assets|_astro)\//;
const immutable = 'public, max-age=31536000, immutable';
const revalidated = 'no-cache';

const typeByEnding: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.tgz': 'application/gzip',
  '.ttf': 'font/ttf',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.xml': 'application/xml; charset=utf-8',
  '.yaml': 'application/yaml; charset=utf-8',
};

/** An address with a dot is not always one of a file: SKUs may have dots. */
export const isFileName = (name: string): boolean =>
  hashedName.test(name) || path.extname(name) in typeByEnding;

const compressedEnding = '.br';

/** Whether the build wrote a version compressed with Brotli, by the name of the file. */
type StoredFiles = ReadonlyMap<string, { readonly isCompressed: boolean }>;

/** @returns the folder that `npm run build` wrote, beside the compiled gateway or below its sources. */
function builtFolder(name: string): string {
  const folders = ['../../pages', '../../dist/pages'].map((found) => path.join(__dirname, found));
  const found = folders.map((folder) => path.join(folder, name)).find(existsSync);
  if (found !== undefined) return found;
  throw new Error(`The page "${name}" is not built: run \`npm run build\`, or switch it off.`);
}

/** The files of each folder, listed once a process: tests start hundreds of gateways. */
const listings = new Map<string, StoredFiles>();

function storedFiles(folder: string): StoredFiles {
  const listed = listings.get(folder);
  if (listed) return listed;
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => path.relative(folder, path.join(parentPath, name)));
  const names = new Set(paths.map((name) => name.replaceAll(path.sep, '/')));
  const originals = [...names].filter((name) => !name.endsWith(compressedEnding));
  const files = new Map(
    originals.map((name) => [name, { isCompressed: names.has(name + compressedEnding) }]),
  );
  listings.set(folder, files);
  return files;
}

const acceptsBrotli = /(^|[,\s])br\s*(,|$|;\s*q=(1|0\.\d*[1-9]))/i;

/** The files of a page that `npm run build` wrote to dist/pages/<name>. */
export class StaticFiles {
  readonly folder: string;
  private readonly files: StoredFiles;
  /**
   * They are of the content, and computed when a file is first sent. Builds that are reproducible give
   * every version the same time, and a page of two versions often has one size.
   */
  private readonly entityTags = new Map<string, string>();

  /** @throws Error if the page is not built. */
  constructor(name: string) {
    this.folder = builtFolder(name);
    this.files = storedFiles(this.folder);
  }

  has(name: string): boolean {
    return this.files.has(name);
  }

  /** Answers GET and HEAD with the file, or 304. Only listed files are read, so no path leads out. */
  async send(request: FastifyRequest, reply: FastifyReply, name: string): Promise<FastifyReply> {
    const file = this.files.get(name);
    if (!file) {
      reply.callNotFound();
      return reply;
    }
    const tag =
      this.entityTags.get(name) ?? entityTag(await readFile(path.join(this.folder, name)));
    this.entityTags.set(name, tag);
    // It is weak, because the compressed version has the same.
    reply
      .header('cache-control', hashedName.test(name) ? immutable : revalidated)
      .header('etag', `W/${tag}`)
      .header('vary', 'Origin, Accept-Encoding');
    const isKnown = isCurrent(request.headers['if-none-match'], tag);
    if (isKnown && reply.statusCode === 200) return reply.code(304).send();
    const compressed =
      file.isCompressed && acceptsBrotli.test(String(request.headers['accept-encoding'] ?? ''));
    if (compressed) reply.header('content-encoding', 'br');
    const stored = compressed ? name + compressedEnding : name;
    return reply
      .type(typeByEnding[path.extname(name)] ?? 'application/octet-stream')
      .send(await readFile(path.join(this.folder, stored)));
  }
}
