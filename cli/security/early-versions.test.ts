import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  earlyVersionFaults,
  earlyVersionReasons,
  isEarly,
  productionEntries,
} from './early-versions';
import type { Lockfile } from './locked-packages';

const lockfile = JSON.parse(
  readFileSync(join(__dirname, '../../package-lock.json'), 'utf8'),
) as Lockfile;

test('every early version in production has a reason, and every reason a package', () => {
  expect(earlyVersionFaults(lockfile)).toEqual([]);
  const early = productionEntries(lockfile)
    .filter((entry) => isEarly(lockfile.packages[entry]?.version ?? ''))
    .map((entry) => entry.split('node_modules/').at(-1) ?? '');
  const unused = earlyVersionReasons.filter(
    ({ packages }) => !early.some((one) => packages.test(one)),
  );
  expect(unused).toEqual([]);
});

test('production has neither the studio of Prisma nor what only developers run', () => {
  const entries = productionEntries(lockfile);
  expect(entries).toContain('node_modules/@prisma/client');
  const others = /node_modules\/(@visx\/|@prisma\/(studio-core|dev)|prisma$|vitest$|react$)/;
  expect(entries.filter((entry) => others.test(entry))).toEqual([]);
});

const faultsOf = (packages: Lockfile['packages'], dependencies: Record<string, string>) =>
  earlyVersionFaults({ packages: { '': { dependencies }, ...packages } });

test.each([
  ['0.3.1', ['a 0.3.1 is below 1.0']],
  ['2.0.0-alpha.1', ['a 2.0.0-alpha.1 is a pre-release']],
  ['1.0.0+build-7', []],
  ['1.0.0', []],
])('a package of version %s', (version, faults) => {
  expect(faultsOf({ 'node_modules/a': { version } }, { a: version })).toEqual(
    faults.map((fault) => expect.stringContaining(fault)),
  );
});

test('a pre-release with a reason has to be read again when it changes', () => {
  const packages = { 'node_modules/type-graphql': { version: '2.0.0-rc.5' } };
  expect(faultsOf(packages, { 'type-graphql': '2.0.0-rc.5' })).toHaveLength(1);
});

test('what a package needs is found beside it first, and optional peers are no part of it', () => {
  const packages = {
    'node_modules/a': {
      version: '1.0.0',
      dependencies: { b: '1' },
      peerDependencies: { c: '0', d: '0' },
      peerDependenciesMeta: { c: { optional: true } },
    },
    'node_modules/a/node_modules/b': { version: '0.1.0' },
    'node_modules/b': { version: '1.0.0' },
    'node_modules/c': { version: '0.2.0' },
    'node_modules/d': { version: '0.3.0' },
  };
  expect(faultsOf(packages, { a: '1.0.0' }).sort()).toEqual([
    expect.stringMatching(/^b 0\.1\.0/),
    expect.stringMatching(/^d 0\.3\.0/),
  ]);
});
