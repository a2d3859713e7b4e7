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

  test.skipIf(findProgram('promtool') === null)(
    'counts requests that were refused before GraphQL as faults',
    () => {
      const [faults] = queriesOf();
      const expr = (faults?.query ?? '').replaceAll('{{args.pods}}', 'new');
      const pods = 'pod_template_hash="new"';
      const operations = `gateway_operations_total{${pods},outcome="ok"}`;
      const refusals = `gateway_refusals_total{${pods},code="SERVICE_UNAVAILABLE"}`;
      const samples = (ok: number, refused: number, exp_samples: readonly object[]) => ({
        name: `${ok} and ${refused}`,
        interval: '1m',
        input_series: [
          { series: operations, values: `0+${ok}x10` },
          { series: refusals, values: `0+${refused}x10` },
        ],
        promql_expr_test: [{ expr, eval_time: '10m', exp_samples }],
      });
      const tests = [
        samples(100, 50, [{ labels: '{}', value: 0.5 }]),
        samples(0, 50, [{ labels: '{}', value: Number.POSITIVE_INFINITY }]),
        samples(100, 0, []),
      ];
      const file = path.join(folderForTest(), 'tests.yml');
      writeFileSync(file, stringify({ tests }));
      expect(run('promtool', 'test', 'rules', file)).toContain('SUCCESS');
    },
  );
});

describe.skipIf(findProgram('kustomize') === null || findProgram('promtool') === null)(
  'the alerts of ops/prometheus',
  () => {
    test('MemoryHigh fires before the kernel kills a container', () => {
      const tests = ['gateway', ...subgraphProcesses].map((process) => {
        const limit = podOf('production', process).container.resources?.limits?.['memory'] ?? '';
        const bytes = Number.parseInt(limit, 10) * (limit.endsWith('Gi') ? 2 ** 30 : 2 ** 20);
        const series = `process_resident_memory_bytes{job="${process}",process="${process}"}`;
        const fires = `ALERTS{alertname="MemoryHigh",alertstate="firing",process="${process}",severity="warning"}`;
        return {
          name: process,
          interval: '1m',
          input_series: [{ series, values: `${bytes * 0.95}x30` }],
          promql_expr_test: [
            { expr: fires, eval_time: '20m', exp_samples: [{ labels: fires, value: 1 }] },
          ],
        };
      });
      const file = path.join(folderForTest(), 'tests.yml');
      const rules = path.join(repositoryRoot, 'ops/prometheus/rules/saturation.yml');
      writeFileSync(file, stringify({ rule_files: [rules], evaluation_interval: '1m', tests }));
      expect(run('promtool', 'test', 'rules', file)).toContain('SUCCESS');
    });
  },
);

interface Relabelling {
  readonly source_labels?: readonly string[];
  readonly regex?: string;
  readonly action?: string;
}

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

  test('a pod that has ended is no target', () => {
    const rules: Relabelling[] = parse(read(scrape)).scrape_configs[0].relabel_configs;
    const dropped = rules
      .filter(({ action }) => action === 'drop')
      .filter(({ source_labels: [label] = [] }) => label === '__meta_kubernetes_pod_phase');
    const phases = ['Pending', 'Running', 'Succeeded', 'Failed', 'Unknown'];
    const isDropped = (phase: string) =>
      dropped.some(({ regex }) => new RegExp(`^(?:${regex})$`).test(phase));
    expect(phases.filter(isDropped)).toEqual(['Succeeded', 'Failed']);
  });

  test('the adapter serves the metric by which the gateway is scaled', () => {
    const [rule] = parse(read('ops/kubernetes/monitoring/adapter.yml')).rules;
    const [metric = ''] = metricsIn(rule.seriesQuery);
    expect(metric).toBe('gateway_requests_in_flight');
    expect(metricsOnPage).toContain(metric);
  });
});
