import { execFileSync } from 'node:child_process';
import { once as firstOf } from 'node:events';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findProgram } from '../../platform/process/run-program';
import { folderForTest } from '../../platform/testing/temporary-folder';
import { auditRepository } from './audit';

/** The parts of a registry that say what is known about packages: a stub, which knows one hole. */
const bulkAdvisories = '/-/npm/v1/security/advisories/bulk';
const advisory = {
  id: 1,
  url: 'https://github.com/advisories/GHSA-of-the-test',
  title: 'Reads too far',
  severity: 'high',
  vulnerable_versions: '<2.0.0',
};

let registry: Server;
let answersAdvisories: boolean;
let root: string;
beforeEach(async () => {
  answersAdvisories = true;
  registry = createServer((request, response) => {
    const isKnown = answersAdvisories && request.url === bulkAdvisories;
    request.resume().on('end', () => {
      response.writeHead(isKnown ? 200 : 405, { 'content-type': 'application/json' });
      response.end(JSON.stringify(isKnown ? { leaky: [advisory] } : {}));
    });
  }).listen(0, '127.0.0.1');
  await firstOf(registry, 'listening');
  root = folderForTest();
  const project = { name: 'shop', version: '1.0.0', dependencies: {} };
  writeFileSync(join(root, 'package.json'), JSON.stringify(project));
  lock({});
  execFileSync('git', ['init', '--quiet'], { cwd: root });
  commit('Begin');
});
afterEach(() => registry.close());

/** Audits with the stub of the registry. */
const audit = (sbomFile?: string) => {
  const { port } = registry.address() as AddressInfo;
  return auditRepository({ root, sbomFile, registry: `http://127.0.0.1:${port}/` });
};

function commit(message: string): void {
  const author = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com'];
  execFileSync('git', ['add', '.'], { cwd: root });
  execFileSync('git', [...author, 'commit', '--quiet', '--message', message], { cwd: root });
}

const once = ['@apollo/federation-internals', '@apollo/query-planner', 'graphql'];

function lock(more: object): void {
  const known = once.map((name) => [
    `node_modules/${name}`,
    { version: '99.0.0', license: 'MIT', dev: true },
  ]);
  const own = { '': { name: 'shop', version: '1.0.0' } };
  const packages = { ...own, ...Object.fromEntries(known), ...more };
  const file = { name: 'shop', version: '1.0.0', lockfileVersion: 3, packages };
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify(file));
}

const findings = async () => {
  const audited = await audit();
  return Object.fromEntries(audited.map((one) => [one.check, one.findings]));
};

test('a repository without faults has no findings, and a bill of materials', async () => {
  const sbomFile = join(root, 'sbom.json');
  const audited = await audit(sbomFile);
  expect(audited.flatMap((one) => one.findings)).toEqual([]);
  expect(JSON.parse(readFileSync(sbomFile, 'utf8'))).toMatchObject({ bomFormat: 'CycloneDX' });
});

test('vulnerable packages, unknown licences and install scripts are findings', async () => {
  lock({
    'node_modules/undici': { version: '7.4.0', license: 'MIT' },
    'node_modules/strange': { version: '1.0.0', license: 'SSPL-1.0', hasInstallScript: true },
  });
  const { packages, licences } = await findings();
  expect(packages).toEqual([
    expect.stringContaining('undici 7.4.0 is vulnerable'),
    expect.stringContaining('strange has an install script'),
  ]);
  expect(licences).toEqual([expect.stringContaining('strange has the licence SSPL-1.0')]);
});

test('an advisory of the registry is a finding, for the versions that it names', async () => {
  lock({
    'node_modules/leaky': { version: '1.9.0', license: 'MIT' },
    'node_modules/a/node_modules/leaky': { version: '2.0.0', license: 'MIT' },
  });
  expect((await findings())['advisories']).toEqual([
    'leaky <2.0.0: Reads too far (high, https://github.com/advisories/GHSA-of-the-test)',
  ]);
  lock({ 'node_modules/leaky': { version: '2.0.0', license: 'MIT' } });
  expect((await findings())['advisories']).toEqual([]);
});

test('a registry that does not answer is named, and the list in the repository compared', async () => {
  answersAdvisories = false;
  lock({ 'node_modules/undici': { version: '7.4.0', license: 'MIT' } });
  const audited = await audit();
  const of = (check: string) => audited.find((one) => one.check === check);
  expect(of('advisories')?.skipped).toMatch(/did not answer \(405 Method Not Allowed/);
  expect(of('signatures')?.skipped).toBe('the registry did not answer');
  expect(of('packages')?.findings).toHaveLength(1);
});

test('a version below 1.0 in production needs a reason', async () => {
  const dependencies = { young: '0.1.0' };
  lock({
    '': { name: 'shop', version: '1.0.0', dependencies },
    'node_modules/young': { version: '0.1.0', license: 'MIT' },
  });
  expect((await findings())['early versions']).toEqual([
    'young 0.1.0 is below 1.0, without a reason in cli/security/early-versions.ts',
  ]);
});

test.skipIf(findProgram('gitleaks') === null)('a secret in the history is a finding', async () => {
  const words = ['ghp', 'q7RkT2wXv9LmN4pZs8BdF3hJy6CgE1aUoKiW'].join('_');
  writeFileSync(join(root, 'deploy.sh'), `TOKEN=${words}\n`);
  commit('Deploy');
  const { secrets } = await findings();
  expect(secrets).toEqual([expect.stringMatching(/^deploy\.sh:1 in [0-9a-f]{8}: github-pat$/)]);
  expect(JSON.stringify(secrets)).not.toContain(words);
});

test('a bill of materials that cannot be written is found first', async () => {
  const sbomFile = join(root, 'missing', 'sbom.json');
  rmSync(join(root, 'package-lock.json'));
  await expect(audit(sbomFile)).rejects.toThrow(expect.objectContaining({ path: sbomFile }));
});

test('outside a repository there is nothing to audit', async () => {
  rmSync(join(root, 'package-lock.json'));
  expect(existsSync(join(root, 'package.json'))).toBe(true);
  await expect(audit()).rejects.toThrow('The audit needs the repository');
});
