import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { connect } from 'node:tls';
import { Agent, request } from 'undici';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestGateway, testGateway } from '../../gateway/testing/running-gateway';
import { run } from '../../ops/testing/program';
import { waitUntil } from '../../platform/process/process-table';
import { repositoryRoot } from '../../platform/process/repository-root';
import { findProgram } from '../../platform/process/run-program';
import { makeCertificates, serialOf, tlsFilesOf } from '../../platform/remote/certificates';
import type { KeyPairFiles } from '../../platform/remote/tls';
import { freePort } from '../../platform/testing/free-port';
import { folderForFile } from '../../platform/testing/temporary-folder';
import { HaproxyControl } from './haproxy';
import { haproxyTls, type VersionTls, writeCertificate } from './version-tls';

const patience = { timeout: 20_000, interval: 50 };
const portOf = ({ url }: TestGateway) => new URL(url).port;

const name = 'localhost';
/**
 * The folder with the certificates of both versions and of HAProxy, where the public port has TLS.
 */
const certificatesIn = (folder: string) => path.join(folder, 'own');

describe.skipIf(findProgram('haproxy') === null).each([
  ['without TLS', false],
  ['with TLS', true],
])('HAProxy with the settings of releases, %s', (_what, hasTls) => {
  const folder = path.join(folderForFile(), 'in a folder; with spaces');
  let blue: TestGateway;
  let green: TestGateway;
  let haproxy: ChildProcess;
  let control: HaproxyControl;
  let url: string;
  let agent: Agent;
  let tls: VersionTls | null = null;
  let loaded: string;

  const gatewayWith = (files: KeyPairFiles | undefined, server: object = {}) => {
    const { certificateFile = null, keyFile = null } = files ?? {};
    return testGateway({
      configuration: { server: { tls: { certificateFile, keyFile }, ...server } },
    });
  };

  beforeAll(async () => {
    mkdirSync(folder);
    await makeCertificates(certificatesIn(folder), [name]);
    const files = tlsFilesOf(certificatesIn(folder), name);
    const port = await freePort();
    url = `${hasTls ? 'https' : 'http'}://${name}:${port}`;
    if (hasTls) tls = { origin: url, name, files };
    [blue, green] = await Promise.all([
      gatewayWith(tls?.files),
      gatewayWith(tls?.files, { console: false }),
    ]);
    agent = new Agent({ connect: { ca: readFileSync(files.authorityFile) } });
    loaded = path.join(folder, 'certificate.pem');
    const socket = path.join(folder, 'socket');
    const settings = path.join(repositoryRoot, 'ops/haproxy/release.cfg');
    haproxy = spawn('haproxy', ['-db', '-f', settings], {
      env: {
        PATH: process.env.PATH,
        RELEASE_SOCKET: socket,
        RELEASE_ADDRESS: `127.0.0.1:${port}`,
        RELEASE_BLUE: `127.0.0.1:${portOf(blue)}`,
        RELEASE_GREEN: `127.0.0.1:${portOf(green)}`,
        ...haproxyTls(tls, loaded),
        ...(hasTls && { RELEASE_AUTHORITY: files.authorityFile }),
      },
      stdio: 'inherit',
    });
    control = new HaproxyControl(socket);
    const answers = () =>
      control.stats().then(
        () => true,
        () => false,
      );
    if (!(await waitUntil(answers, patience.timeout))) throw new Error('HAProxy did not start.');
  });
  afterAll(async () => {
    haproxy?.kill('SIGKILL');
    await agent?.destroy();
    await Promise.all([blue?.stop(), green?.stop()]);
  });

  const ask = async (at = '/health') => {
    const { statusCode, body } = await request(`${url}${at}`, { dispatcher: agent });
    await body.dump();
    return statusCode;
  };
  const statusOf = async (slot: 'blue' | 'green') => (await control.statsOf(slot)).status;

  test('no version gets requests before it is admitted', async () => {
    expect(await ask()).toBe(503);
    expect(await Promise.all([statusOf('blue'), statusOf('green')])).toEqual(['MAINT', 'MAINT']);
  });

  test('requests are divided as the weights say, and failures are counted', async () => {
    await control.setState('blue', 'ready');
    await control.setState('green', 'ready');
    const checked = async () => (await control.stats()).map((one) => one.checkedStatus);
    await expect.poll(checked, patience).toEqual(['L7OK', 'L7OK']);
    await control.divide('green', 25);
    const before = await control.stats();
    for (let asked = 0; asked < 80; asked += 1) expect(await ask()).toBe(200);
    const after = await control.stats();
    const got = after.map(({ requests }, index) => requests - (before[index]?.requests ?? 0));
    expect(got).toEqual([60, 20]);
    expect(after.map(({ failures }) => failures)).toEqual([0, 0]);
  });

  test('a file of a page that one version does not have comes from the other', async () => {
    const [file] = readdirSync(path.join(repositoryRoot, 'dist/pages/console/assets'));
    for (let asked = 0; asked < 20; asked += 1) {
      expect(await ask(`/console/assets/${file}`)).toBe(200);
    }
    expect(await ask('/console/assets/nowhere.js')).toBe(404);
    expect((await control.stats()).map(({ failures }) => failures)).toEqual([0, 0]);
  });

  test('a version that drains gets no more requests', async () => {
    await control.setState('green', 'drain');
    const before = await control.statsOf('green');
    for (let asked = 0; asked < 20; asked += 1) expect(await ask()).toBe(200);
    expect((await control.statsOf('green')).requests).toBe(before.requests);
  });

  test('a version that ended is found down', async () => {
    await control.setState('green', 'ready');
    await green.stop();
    await expect.poll(() => statusOf('green'), patience).toBe('DOWN');
  });

  test.runIf(hasTls)(
    'a version with the certificate of another authority gets no requests',
    async () => {
      const strange = path.join(folder, 'strange');
      await makeCertificates(strange, [name]);
      const port = Number(portOf(green));
      green = await gatewayWith(tlsFilesOf(strange, name), { port });
      const checked = async () => (await control.statsOf('green')).checkedStatus;
      await expect.poll(checked, patience).toBe('L6RSP');
      expect(await statusOf('green')).toBe('DOWN');
    },
  );

  test.runIf(hasTls)('a renewed certificate is shown to new connections', async () => {
    const own = certificatesIn(folder);
    const shown = async () => {
      const { port } = new URL(url);
      const ca = readFileSync(tlsFilesOf(own, name).authorityFile);
      const socket = connect({ host: '127.0.0.1', port: Number(port), servername: name, ca });
      await once(socket, 'secureConnect');
      const { serialNumber } = socket.getPeerCertificate();
      socket.destroy();
      return serialNumber;
    };
    const before = serialOf(own, name);
    expect(await shown()).toBe(before);
    await makeCertificates(own, [name], { isForced: true });
    if (tls === null) throw new Error('There is no TLS.');
    await control.setCertificate(loaded, writeCertificate(tls, loaded));
    expect(await shown()).toBe(serialOf(own, name));
    expect(await ask()).toBe(200);
    await expect(control.setCertificate(loaded, 'no certificate\n')).rejects.toThrow('refused');
    expect(await shown()).not.toBe(before);
  });

  test('an unknown server is refused', async () => {
    await expect(control.setState('red' as 'blue', 'ready')).rejects.toThrow('No such server');
  });
});

test.skipIf(findProgram('haproxy') === null)(
  'HAProxy accepts the settings before the containers',
  () => {
    expect(() => run('haproxy', '-c', '-f', 'ops/edge/haproxy.cfg')).not.toThrow();
  },
);

test('the edge knows the path of every page that is built', () => {
  const read = (file: string) => readFileSync(path.join(repositoryRoot, file), 'utf8');
  const configs = globSync('{web,examples}/*/{vite,astro}.config.mjs', { cwd: repositoryRoot });
  const bases = configs.map((file) => {
    const text = read(file);
    const [, base] = /^ {2}base: '(.+?)\/?',$/m.exec(text) ?? [];
    return base ?? `/${/pageConfig\('(\w+)'/.exec(text)?.[1]}`;
  });
  const listed = /acl is_page path_beg (.+)/.exec(read('ops/edge/haproxy.cfg'))?.[1];
  expect(listed?.split(' ')).toEqual(bases.sort());
});
