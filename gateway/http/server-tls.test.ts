import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { Agent, type RequestOptions, request } from 'node:https';
import { connect as connectTcp, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { connect } from 'node:tls';
import { beforeAll, expect, test, vi } from 'vitest';
import { makeCertificates, tlsFilesOf } from '../../platform/remote/certificates';
import { folderForFile } from '../../platform/testing/temporary-folder';
import { gatewayForFile, type TestGateway, testGateway } from '../testing/running-gateway';
import { drainDeadlineMs } from './limits';

const patience = { timeout: 30_000, interval: 50 };
const name = 'api';

const folder = folderForFile();
const files = tlsFilesOf(folder, name);
const tls = { certificateFile: files.certificateFile, keyFile: files.keyFile };
beforeAll(() => makeCertificates(folder, [name], { days: 1 }));
const gateway = gatewayForFile({ configuration: { server: { tls } } });

const portOf = ({ url }: TestGateway) => Number(new URL(url).port);

/** A client that trusts the authority, and nobody else. */
const trusting = () => ({ ca: readFileSync(files.authorityFile), servername: name });

interface Answer {
  readonly status: number | undefined;
  readonly text: string;
}

function ask(options: RequestOptions, body = '{"query":"{ me { id } }"}'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json' };
    const to = { host: '127.0.0.1', port: portOf(gateway), path: '/graphql', method: 'POST' };
    const sent = request({ ...to, headers, ...trusting(), ...options }, async (response) => {
      resolve({ status: response.statusCode, text: await text(response) });
    });
    sent.once('error', reject);
    sent.end(body);
  });
}

async function shownSerial(): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port: portOf(gateway), ...trusting() });
  await once(socket, 'secureConnect');
  const { serialNumber } = socket.getPeerCertificate();
  socket.destroy();
  return serialNumber;
}

/** What a connection brings until it ends, in whatever way. */
function everythingFrom(socket: Socket): Promise<string> {
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk;
  });
  socket.on('error', () => undefined);
  return new Promise((resolve) => socket.once('close', () => resolve(text)));
}

const savedSerial = () => new X509Certificate(readFileSync(files.certificateFile)).serialNumber;

test('security.txt of a gateway without a public URL names it with https', async () => {
  const { text } = await ask({ path: '/.well-known/security.txt', method: 'GET' }, '');
  expect(text).toContain(
    `Canonical: https://127.0.0.1:${portOf(gateway)}/.well-known/security.txt`,
  );
});

test('the public port speaks TLS, and its URL says so', async () => {
  expect(gateway.url).toMatch(/^https:/);
  expect((await ask({})).status).toBe(200);
});

test('a client that trusts other authorities, or expects another name, is not served', async () => {
  await expect(ask({ ca: undefined })).rejects.toThrow('unable to verify');
  await expect(ask({ servername: 'elsewhere' })).rejects.toThrow('does not match');
});

test('HTTP without TLS and old versions of TLS are not answered', async () => {
  const plain = connectTcp(portOf(gateway), '127.0.0.1');
  plain.write('GET /health HTTP/1.1\r\nHost: gateway\r\n\r\n');
  expect(await everythingFrom(plain)).not.toContain('HTTP/1.1');
  const old = { maxVersion: 'TLSv1.1', minVersion: 'TLSv1.1', ciphers: 'ALL@SECLEVEL=0' } as const;
  await expect(ask(old)).rejects.toThrow();
  expect((await ask({})).status).toBe(200);
});

test('malformed HTTP inside TLS is answered with 400', async () => {
  const socket = connect({ host: '127.0.0.1', port: portOf(gateway), ...trusting() });
  socket.write('NO HTTP AT ALL\r\n\r\n');
  expect(await everythingFrom(socket)).toMatch(/^HTTP\/1\.1 400 /);
});

test('its certificate is renewed under load without a failed request', async () => {
  const agents = [
    new Agent({ keepAlive: true, maxSockets: 2 }),
    new Agent({ keepAlive: false, maxCachedSessions: 0 }),
  ];
  let isOver = false;
  let answered = 0;
  const failures: unknown[] = [];
  const load = Array.from({ length: 6 }, async (_, index) => {
    while (!isOver) {
      const answer = await ask({ agent: agents[index % 2] }).catch((error: Error) => error);
      if (answer instanceof Error || answer.status !== 200) failures.push(answer);
      else answered += 1;
    }
  });
  for (let round = 0; round < 3; round += 1) {
    const before = answered;
    await makeCertificates(folder, [name], { isForced: true });
    const renewed = savedSerial();
    const isShown = async () => (await shownSerial()) === renewed;
    await vi.waitUntil(isShown, patience);
    await vi.waitUntil(() => answered > before + 50, patience);
  }
  isOver = true;
  await Promise.all(load);
  for (const agent of agents) agent.destroy();
  expect(failures).toEqual([]);
  const { validToDate } = new X509Certificate(readFileSync(files.certificateFile));
  expect(await gateway.registry.metrics()).toContain(
    `certificate_expiry_timestamp_seconds{name="public"} ${validToDate.getTime() / 1_000}`,
  );
});

test('files that cannot be used change nothing', async () => {
  const before = await shownSerial();
  const key = readFileSync(files.keyFile);
  writeFileSync(files.keyFile, 'no key');
  const isRefused = () => gateway.logged.some(({ msg }) => msg === 'certificates not reloaded');
  await vi.waitUntil(isRefused, patience);
  expect(await shownSerial()).toBe(before);
  writeFileSync(files.keyFile, key);
});

test('a stop answers what is open, and waits for no handshake', async () => {
  const stopping = await testGateway({ configuration: { server: { tls } } });
  const idle = connectTcp(portOf(stopping), '127.0.0.1');
  idle.on('error', () => undefined).resume();
  await new Promise<void>((resolve) => idle.once('connect', resolve));
  const answer = ask({ port: portOf(stopping) }, '{"query":"{ waits { sku } }"}');
  await stopping.gate.entered;
  const startedAtMs = performance.now();
  const stopped = stopping.stop();
  stopping.gate.open();
  expect((await answer).status).toBe(200);
  await stopped;
  expect(performance.now() - startedAtMs).toBeLessThan(drainDeadlineMs);
});
