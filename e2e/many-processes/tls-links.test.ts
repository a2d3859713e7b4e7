import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { makeCertificates, tlsFilesOf } from '../../platform/remote/certificates';
import type { TlsFiles } from '../../platform/remote/tls';
import { Random } from '../../platform/testing/random';
import { folderForFile } from '../../platform/testing/temporary-folder';
import type { TlsServer } from '../../testing/tls-servers';
import { FaultProxy } from '../chaos/fault-proxy';
import { type Link, links, type Opened } from '../harness/tls-links';

const patience = { timeout: 20_000, interval: 50 };

const folder = folderForFile();
beforeAll(async () => {
  await makeCertificates(join(folder, 'own'), ['localhost', 'other']);
  await makeCertificates(join(folder, 'strange'), ['localhost']);
});

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const filesOf = (name: string, authority = 'own') => tlsFilesOf(join(folder, authority), name);

async function serve(link: Link, files: TlsFiles): Promise<TlsServer> {
  const server = await link.serve(files);
  closing.push(server.close);
  return server;
}

async function open(link: Link, ...address: Parameters<Link['open']>): Promise<Opened> {
  const opened = await link.open(...address);
  closing.push(opened.close);
  return opened;
}

/** Whether the link carries a word. A link that is refused may fail when it is opened or used. */
const isUsable = (link: Link, ...address: Parameters<Link['open']>): Promise<boolean> =>
  open(link, ...address)
    .then(({ use }) => use('a word'))
    .then(
      (word) => word === 'a word',
      () => false,
    );

/** TLS's alert "decode error", fatal (RFC 8446, section 6). */
const decodeError = Buffer.from([0x15, 3, 1, 0, 2, 2, 50]);
const handshakeRecord = 0x16;

/**
 * Offers TLS where it is requested first, as by PostgreSQL, and answers every handshake with the
 * alert.
 */
async function serveAlerts(): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', ([first]) => {
      if (first === handshakeRecord) socket.end(decodeError);
      else socket.write('S');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

describe.each(links)('the link to %s', (_name, link) => {
  // Vitest fails if an error is uncaught: a socket without a listener would end a process.
  test('fails by an alert in the handshake, each time it is used', async () => {
    const files = filesOf('localhost');
    await serve(link, files);
    const port = await serveAlerts();
    const isUsed = () => isUsable(link, 'localhost', port, files.authorityFile);
    expect(await isUsed()).toBe(false);
    expect(await Promise.all([isUsed(), isUsed()])).toEqual([false, false]);
  });

  test('holds only with the authority of the server', async () => {
    const files = filesOf('localhost');
    const { port } = await serve(link, files);
    const strange = filesOf('localhost', 'strange').authorityFile;
    const refused = [null, strange].map((file) => isUsable(link, 'localhost', port, file));
    expect(await Promise.all(refused)).toEqual([false, false]);
    expect(await isUsable(link, 'localhost', port, files.authorityFile)).toBe(true);
  });

  test('refuses a server whose certificate has another name', async () => {
    const files = filesOf('other');
    const { port } = await serve(link, files);
    expect(await isUsable(link, 'localhost', port, files.authorityFile)).toBe(false);
  });

  test.each(['request', 'answer'] as const)(
    'ends when a bit of a %s changes, and works again',
    async (direction) => {
      const files = filesOf('localhost');
      const { port } = await serve(link, files);
      const random = new Random(7);
      const proxy = new FaultProxy({
        name: 'flips',
        targetPort: port,
        random,
        handshakeRoundTrips: 1,
      });
      await proxy.listen();
      closing.push(() => proxy.close());
      const { use } = await open(link, 'localhost', proxy.port, files.authorityFile);
      proxy.flip(direction);
      const words: string[] = [];
      let failures = 0;
      const attempt = () =>
        use('a word').then(
          (word) => void words.push(word),
          () => {
            failures += 1;
          },
        );
      await vi.waitUntil(async () => {
        await attempt();
        return proxy.bitsFlipped === 1 && words.length > 0;
      }, patience);
      await vi.waitUntil(async () => {
        const before = words.length;
        await attempt();
        return words.length > before;
      }, patience);
      expect(new Set(words)).toEqual(new Set(['a word']));
      const mayPass = link.isOneWay && direction === 'answer';
      expect(failures).toBeGreaterThan(mayPass ? -1 : 0);
    },
  );
});
