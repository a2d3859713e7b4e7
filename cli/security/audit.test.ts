import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findProgram } from '../../platform/process/run-program';
import { auditRepository } from './audit';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'audit-'));
  const project = { name: 'shop', version: '1.0.0', dependencies: {} };
  writeFileSync(join(root, 'package.json'), JSON.stringify(project));
  lock({});
  execFileSync('git', ['init', '--quiet'], { cwd: root });
  commit('Begin');
});
afterEach(() => rmSync(root, { recursive: true }));

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
  const audited = await auditRepository({ root });
  return Object.fromEntries(audited.map((one) => [one.check, one.findings]));
};

test('a repository without faults has no findings, and a bill of materials', async () => {
  const sbomFile = join(root, 'sbom.json');
  const audited = await auditRepository({ root, sbomFile });
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

test.skipIf(findProgram('gitleaks') === null)('a secret in the history is a finding', async () => {
  const words = ['ghp', 'q7RkT2wXv9LmN4pZs8BdF3hJy6CgE1aUoKiW'].join('_');
  writeFileSync(join(root, 'deploy.sh'), `TOKEN=${words}\n`);
  commit('Deploy');
  const { secrets } = await findings();
  expect(secrets).toEqual([expect.stringMatching(/^deploy\.sh:1 in [0-9a-f]{8}: github-pat$/)]);
  expect(JSON.stringify(secrets)).not.toContain(words);
});

test('outside a repository there is nothing to audit', async () => {
  rmSync(join(root, 'package-lock.json'));
  expect(existsSync(join(root, 'package.json'))).toBe(true);
  await expect(auditRepository({ root })).rejects.toThrow('The audit needs the repository');
});
