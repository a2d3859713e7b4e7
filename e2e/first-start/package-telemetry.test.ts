import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { repositoryRoot } from '../../platform/process/repository-root';
import { loadOrder } from '../harness/load-order';

describe('the telemetry of @apollo/gateway', () => {
  // The topologies are loaded by `start` once it knows which: each begins a load of its own.
  const entries = globSync(
    [
      'cli/*.ts',
      'cli/{certificates,configuration,persisted-operations,running,start,topology}/*.ts',
      'tools/{dev,generate}/*.ts',
      '**/main.ts',
    ],
    {
      cwd: repositoryRoot,
      exclude: (name) => /node_modules|dist|\.data|\.test\.ts$/.test(name),
    },
  );
  const loading = entries.map((entry) => ({
    entry,
    order: loadOrder(path.join(repositoryRoot, entry)),
  }));
  const affected = loading.filter(({ order }) => order.includes('@apollo/gateway'));

  test('is loaded by some command, or this test would see nothing', () => {
    expect(affected.map(({ entry }) => entry)).toContain('gateway/main.ts');
    expect(affected.map(({ entry }) => entry)).toContain('cli/topology/one-process.ts');
  });

  test.each(affected)('is off before $entry loads the package', ({ order }) => {
    const off = order.indexOf(path.join(repositoryRoot, 'platform/config/telemetry-off.ts'));
    expect(off).toBeGreaterThan(-1);
    expect(off).toBeLessThan(order.indexOf('@apollo/gateway'));
  });

  test('is not even loaded by a gateway', () => {
    const script = `require('./dist/gateway/executor');
      console.log(JSON.stringify(Object.keys(require.cache)));`;
    const { stdout } = spawnSync(process.execPath, ['-e', script], { cwd: repositoryRoot });
    const loaded = JSON.parse(stdout.toString()) as string[];
    const ofPackage = loaded.filter((file) => file.includes('/@apollo/gateway/dist/'));
    expect(ofPackage.length).toBeGreaterThan(0);
    const ofTelemetry = /resource-detector|metrics-otlp|sdk-metrics/;
    expect(loaded.filter((file) => ofTelemetry.test(file))).toEqual([]);
  });
});
