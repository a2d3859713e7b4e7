import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { Agent, request } from 'undici';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clientAddress } from '../../gateway/http/client-address';
import { waitUntil } from '../../platform/process/process-table';
import { repositoryRoot } from '../../platform/process/repository-root';
import { findProgram } from '../../platform/process/run-program';
import { freePort } from '../../platform/testing/free-port';
import { folderForFile } from '../../platform/testing/temporary-folder';
import { HaproxyControl } from './haproxy';

const startDeadlineMs = 20_000;
const buyer = '203.0.113.7';
const otherAddress = '127.0.0.2';

describe.skipIf(findProgram('haproxy') === null)('the address of a client behind HAProxy', () => {
  const folder = folderForFile();
  let trusted: readonly string[] = [];
  let version: Server;
  let haproxy: ChildProcess;
  let url: string;

  beforeAll(async () => {
    const answer = (incoming: IncomingMessage) => clientAddress(trusted)(incoming);
    version = createServer((incoming, response) => response.end(answer(incoming)));
    await once(version.listen(0, '127.0.0.1'), 'listening');
    const { port } = version.address() as AddressInfo;
    const socket = path.join(folder, 'socket');
    const address = `127.0.0.1:${await freePort()}`;
    url = `http://${address}/`;
    haproxy = spawn(
      'haproxy',
      ['-db', '-f', path.join(repositoryRoot, 'ops/haproxy/release.cfg')],
      {
        env: {
          PATH: process.env.PATH,
          RELEASE_SOCKET: socket,
          RELEASE_ADDRESS: address,
          RELEASE_BLUE: `127.0.0.1:${port}`,
          RELEASE_GREEN: `127.0.0.1:${port}`,
        },
        stdio: 'inherit',
      },
    );
    const control = new HaproxyControl(socket);
    const isUp = () =>
      control.setState('blue', 'ready').then(
        () => true,
        () => false,
      );
    if (!(await waitUntil(isUp, startDeadlineMs))) throw new Error('HAProxy did not start.');
    await control.divide('blue', 100);
  });
  afterAll(() => {
    haproxy?.kill('SIGKILL');
    version?.close();
  });

  /** What the version takes for the address of a client that sends this header. */
  async function addressOf(forwarded: string | null): Promise<string> {
    const dispatcher = new Agent({ localAddress: otherAddress });
    try {
      const headers = forwarded === null ? {} : { 'x-forwarded-for': forwarded };
      const { body } = await request(url, { dispatcher, headers });
      return await body.text();
    } finally {
      await dispatcher.destroy();
    }
  }

  test('is that of the connection without a proxy in front, whatever the client sends', async () => {
    trusted = ['127.0.0.1'];
    expect(await addressOf(null)).toBe(otherAddress);
    expect(await addressOf(buyer)).toBe(otherAddress);
  });

  test('is what a trusted proxy in front has seen', async () => {
    trusted = ['127.0.0.1', otherAddress];
    expect(await addressOf(buyer)).toBe(buyer);
    expect(await addressOf(`198.51.100.1, ${buyer}`)).toBe(buyer);
  });
});
