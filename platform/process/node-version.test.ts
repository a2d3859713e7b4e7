import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { repositoryRoot } from './repository-root';

const compiled = path.join(repositoryRoot, 'dist/platform/process/node-version.js');

/** Runs the check in a process that reports another version. */
function checkedAs(version: string) {
  const script = `Object.defineProperty(process.versions, 'node', { value: '${version}' });
    require(${JSON.stringify(compiled)});`;
  return spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
}

test('an older Node ends with one sentence that names the version that is needed', () => {
  for (const version of ['20.20.2', '22.14.0']) {
    const { status, stderr } = checkedAs(version);
    expect(status).toBe(1);
    expect(stderr).toContain(
      `This needs Node 22.15 or newer, and was started with Node ${version}.`,
    );
    expect(stderr).not.toContain('    at ');
  }
});

test.each(['22.15.0', '24.0.0'])('Node %s may run it', (version) => {
  expect(checkedAs(version)).toMatchObject({ status: 0, stderr: '' });
});

test('requires what package.json requires', () => {
  const { engines } = JSON.parse(
    readFileSync(path.join(repositoryRoot, 'package.json'), 'utf8'),
  ) as { engines: { node: string } };
  expect(engines.node).toBe('>=22.15');
});

test('is the first import of every program', () => {
  const programs = globSync(
    ['{gateway,subgraphs/*,payments/sandbox}/main.ts', 'cli/orderprocessing.ts'],
    { cwd: repositoryRoot },
  );
  expect(programs.length).toBeGreaterThan(5);
  const without = programs.filter((file) => {
    const text = readFileSync(path.join(repositoryRoot, file), 'utf8');
    return !/^(#!.*\n)?import '.*\/node-version';/.test(text);
  });
  expect(without).toEqual([]);
});
