import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { parseConfiguration } from '../../config/schema';
import { isSubgraphName, subgraphProcesses } from '../../config/subgraphs';
import { repositoryRoot } from '../../platform/process/repository-root';

/** The stores themselves do not run here: their files name what there is, and nothing else. */

const read = (file: string): unknown =>
  parse(readFileSync(path.join(repositoryRoot, file), 'utf8'), { merge: true });

const composeSchema = z.object({
  services: z.record(z.string(), z.object({ profiles: z.array(z.string()).optional() })),
});
const { services } = composeSchema.parse(read('docker-compose.yml'));
const stores = Object.entries(services)
  .filter(([, { profiles = [] }]) => profiles.includes('observability'))
  .map(([name]) => name);

const duration = z.string().regex(/^\d+(s|h)$/);
const origin = z.string().regex(/^http:\/\/[a-z-]+:\d+(\/otlp)?$/);
const listening = z.string().regex(/^0\.0\.0\.0:\d+$/);

const scrapeJobs = z.array(
  z.strictObject({
    job_name: z.string(),
    static_configs: z.tuple([z.strictObject({ targets: z.tuple([z.string()]) })]).optional(),
    dns_sd_configs: z
      .tuple([
        z.strictObject({
          names: z.tuple([z.string()]),
          type: z.literal('A'),
          port: z.int(),
          refresh_interval: duration,
        }),
      ])
      .optional(),
  }),
);
const prometheusSchema = z.strictObject({
  global: z.strictObject({
    scrape_interval: duration,
    scrape_timeout: duration,
    evaluation_interval: duration,
  }),
  rule_files: z.tuple([z.literal('rules/*.yml')]),
  alerting: z.unknown(),
  scrape_config_files: z.tuple([z.literal('subgraphs.yml')]),
  scrape_configs: scrapeJobs,
});
const subgraphsSchema = z.strictObject({ scrape_configs: scrapeJobs });

/** The options of each, as their pages have them: a name that is not there is a slip. */
const exporter = z.strictObject({
  endpoint: origin,
  sending_queue: z.strictObject({ queue_size: z.int() }),
  retry_on_failure: z.strictObject({ max_elapsed_time: duration }),
});
const pipeline = z.strictObject({
  receivers: z.array(z.string()),
  processors: z.array(z.string()),
  exporters: z.array(z.string()),
});
const receivers = z.strictObject({
  otlp: z.strictObject({
    protocols: z.strictObject({ http: z.strictObject({ endpoint: listening }) }),
  }),
});
const collectorSchema = z.strictObject({
  receivers,
  processors: z.strictObject({
    memory_limiter: z.strictObject({
      check_interval: duration,
      limit_mib: z.int(),
      spike_limit_mib: z.int(),
    }),
    batch: z.strictObject({
      timeout: duration,
      send_batch_size: z.int(),
      send_batch_max_size: z.int(),
    }),
  }),
  exporters: z.record(z.string().regex(/^otlphttp\//), exporter),
  service: z.strictObject({
    pipelines: z.strictObject({ traces: pipeline, logs: pipeline }),
    telemetry: z.unknown(),
  }),
});
const folder = z.string().startsWith('/');
const tempoSchema = z.strictObject({
  server: z.strictObject({ http_listen_port: z.int() }),
  distributor: z.strictObject({ receivers }),
  storage: z.strictObject({
    trace: z.strictObject({
      backend: z.literal('local'),
      wal: z.strictObject({ path: folder }),
      local: z.strictObject({ path: folder }),
    }),
  }),
  compactor: z.strictObject({ compaction: z.strictObject({ block_retention: duration }) }),
  usage_report: z.strictObject({ reporting_enabled: z.literal(false) }),
});

function targetsOf(jobs: z.output<typeof scrapeJobs>) {
  return Object.fromEntries(
    jobs.map(({ job_name: job, static_configs: fixed, dns_sd_configs: named }) => {
      const [dns] = named ?? [];
      return [job, dns ? `${dns.names[0]}:${dns.port}` : fixed?.[0].targets[0]];
    }),
  );
}

test('every part, and every store, is scraped where it has its metrics', () => {
  const { scrape_configs: others } = prometheusSchema.parse(read('ops/prometheus/prometheus.yml'));
  const { scrape_configs: own } = subgraphsSchema.parse(read('ops/prometheus/subgraphs.yml'));
  const targets = targetsOf([...own, ...others]);
  const { services: parts, server } = parseConfiguration({});
  const portOf = (process: string) =>
    isSubgraphName(process) ? parts[process].adminPort : parts.jobs.adminPort;
  const ofSubgraphs = subgraphProcesses.map((name) => [name, `${name}:${portOf(name)}`]);
  expect(targets).toMatchObject({
    gateway: `gateway:${server.adminPort}`,
    ...Object.fromEntries(ofSubgraphs),
  });
  const scraped = Object.keys(targets);
  expect(stores.filter((store) => store !== 'grafana' && !scraped.includes(store))).toEqual([]);
  for (const target of Object.values(targets)) {
    const host = target?.split(':')[0] ?? '';
    expect(['localhost', ...Object.keys(services)], target).toContain(host);
  }
});

test('what the parts send goes through the collector to stores that listen for it', () => {
  const environment = readFileSync(path.join(repositoryRoot, 'ops/observability.env'), 'utf8');
  const endpoints = [...environment.matchAll(/_ENDPOINT=(.+)$/gm)].map(([, url]) => url);
  expect(new Set(endpoints)).toEqual(new Set(['http://otel-collector:4318']));
  const collector = collectorSchema.parse(read('ops/otel-collector/config.yml'));
  expect(collector.receivers.otlp.protocols.http.endpoint).toBe('0.0.0.0:4318');
  const { traces, logs } = collector.service.pipelines;
  const urlOf = ([name = '']: readonly string[]) => collector.exporters[name]?.endpoint;
  const tempo = tempoSchema.parse(read('ops/tempo/config.yml'));
  const [, port] = tempo.distributor.receivers.otlp.protocols.http.endpoint.split(':');
  expect(urlOf(traces.exporters)).toBe(`http://tempo:${port}`);
  const loki = z
    .looseObject({
      auth_enabled: z.literal(false),
      server: z.strictObject({ http_listen_port: z.int() }),
      limits_config: z.looseObject({ allow_structured_metadata: z.literal(true) }),
    })
    .parse(read('ops/loki/config.yml'));
  expect(urlOf(logs.exporters)).toBe(`http://loki:${loki.server.http_listen_port}/otlp`);
});
