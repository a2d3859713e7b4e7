import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { licenceFaults } from './licences';
import { type Lockfile, packageFaults } from './locked-packages';

const lockfile = JSON.parse(
  readFileSync(join(__dirname, '../../package-lock.json'), 'utf8'),
) as Lockfile;

const once = {
  'node_modules/@apollo/federation-internals': { version: '2.14.4' },
  'node_modules/@apollo/query-planner': { version: '2.14.4' },
  'node_modules/graphql': { version: '16.15.0' },
};
const faultsWith = (packages: Lockfile['packages']) =>
  packageFaults({ packages: { ...once, ...packages } });

test('no installed package is vulnerable or duplicated, or runs an unreviewed install script', () => {
  expect(Object.keys(lockfile.packages).length).toBeGreaterThan(100);
  expect(packageFaults(lockfile)).toEqual([]);
});

test.each([
  ['node_modules/undici', { version: '7.4.9' }, 'undici 7.4.9 is vulnerable to CVE-2025-22150'],
  ['node_modules/a/node_modules/semver', { version: '6.3.0' }, 'semver 6.3.0 is vulnerable'],
  ['node_modules/jws', { version: '2.9.9' }, 'jws 2.9.9 is vulnerable'],
  ['node_modules/a/node_modules/graphql', { version: '16.15.0' }, 'graphql is installed 2 times'],
  ['node_modules/@evil/scripts', { version: '1.0.0', hasInstallScript: true }, '@evil/scripts has'],
])('%s %j is rejected', (path, facts, fault) => {
  expect(faultsWith({ [path]: facts })).toEqual([expect.stringContaining(fault)]);
});

test('copies of one version of a telemetry package are rejected', () => {
  const core = (version: string) => ({ version });
  const packages = {
    'node_modules/@opentelemetry/core': core('3.1.0'),
    'node_modules/a/node_modules/@opentelemetry/core': core('1.30.1'),
  };
  expect(faultsWith(packages)).toEqual([]);
  const third = { 'node_modules/b/node_modules/@opentelemetry/core': core('1.30.1') };
  expect(faultsWith({ ...packages, ...third })).toEqual([
    '@opentelemetry/core 1.30.1 is installed 2 times',
  ]);
});

test.each([
  ['node_modules/undici', { version: '7.5.0' }],
  ['node_modules/undici', { version: '6.21.2' }],
  ['node_modules/semver', { version: '8.0.0' }],
  ['node_modules/prisma', { version: '7.10.0', hasInstallScript: true }],
])('%s %j is accepted', (path, facts) => {
  expect(faultsWith({ [path]: facts })).toEqual([]);
});

test('every package has a licence that was accepted', () => {
  expect(licenceFaults(lockfile)).toEqual([]);
});

test.each([
  [{ license: 'GPL-3.0-only' }, ['a has the licence GPL-3.0-only']],
  [{ license: '(MIT AND GPL-2.0)' }, ['a has the licence (MIT AND GPL-2.0)']],
  [{}, ['a has the licence none']],
  [{ license: '(MIT OR GPL-2.0)' }, []],
  [{ license: 'MIT AND ISC' }, []],
])('the licence of %j', (facts, faults) => {
  expect(licenceFaults({ packages: { 'node_modules/b/node_modules/a': facts } })).toEqual(
    faults.map((fault) => expect.stringContaining(fault)),
  );
});
