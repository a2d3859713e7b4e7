import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { subgraphProcesses } from '../../config/subgraphs';
import { repositoryRoot } from '../../platform/process/repository-root';
import { findProgram } from '../../platform/process/run-program';
import { folderForTest } from '../../platform/testing/temporary-folder';
import { run } from '../testing/program';
import { podOf } from './testing/pods';
import { objectsOf, render } from './testing/render';

const read = (file: string) => readFileSync(path.join(repositoryRoot, file), 'utf8');
const metricsOnPage = [...read('docs/observability.md').matchAll(/^\| `([a-z_]+)`/gm)].map(
  ([, name = '']) => name,
);

const queriesOf = () =>
  objectsOf(render('production'), 'argoproj.io/v1alpha1 AnalysisTemplate').flatMap(({ spec }) =>
    spec.metrics.map(({ name, provider }) => ({ name, query: provider.prometheus.query })),
  );

/** Metrics that a query reads, without the suffixes of histograms. */
const metricsIn = (query: string) =>
  [...query.matchAll(/\b([a-z_]+)\{/g)].map(([, name = '']) =>
    name.replace(/_(bucket|count)$/, ''),
  );

describe.skipIf(findProgram('kustomize') === null)('the analysis of a canary', () => {
  test('reads metrics that docs/observability.md lists', () => {
    expect(queriesOf().map(({ name }) => name)).toEqual(['faults', 'slow-reads', 'late-orders']);
    for (const { query } of queriesOf()) {
      const names = metricsIn(query);
      expect(names.length).toBeGreaterThan(0);
      expect(metricsOnPage).toEqual(expect.arrayContaining(names));
    }
  });

  test.skipIf(findProgram('promtool') === null)(
    'is written in PromQL that Prometheus reads',
    () => {
      const rules = queriesOf().map(({ name, query }) => ({
        record: `canary:${name.replace('-', '_')}`,
        expr: query.replaceAll('{{args.pods}}', '.*'),
      }));
      const file = path.join(folderForTest(), 'rules.yml');
      writeFileSync(file, stringify({ groups: [{ name: 'canary', rules }] }));
      expect(run('promtool', 'check', 'rules', file)).toContain('SUCCESS: 3 rules found');
    },
  );
});

describe('ops/kubernetes/monitoring', () => {
  const scrape = 'ops/kubernetes/monitoring/prometheus.yml';

  test.skipIf(findProgram('promtool') === null)('Prometheus accepts its configuration', () => {
    expect(run('promtool', 'check', 'config', '--syntax-only', scrape)).toContain('SUCCESS');
  });

  test.skipIf(findProgram('kustomize') === null)('scrapes the admin port of every process', () => {
    const [keep] = parse(read(scrape)).scrape_configs[0].relabel_configs;
    for (const name of ['gateway', ...subgraphProcesses]) {
      const ports = podOf('production', name).container.ports?.map((port) => port.name);
      expect(
        ports?.filter((port) => port === keep.regex),
        name,
      ).toHaveLength(1);
    }
  });

  test('the adapter serves the metric by which the gateway is scaled', () => {
    const [rule] = parse(read('ops/kubernetes/monitoring/adapter.yml')).rules;
    const [metric = ''] = metricsIn(rule.seriesQuery);
    expect(metric).toBe('gateway_requests_in_flight');
    expect(metricsOnPage).toContain(metric);
  });
});
