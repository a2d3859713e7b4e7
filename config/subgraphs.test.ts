import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseConfiguration } from './schema';
import { hasJobs, processesOf, subgraphNames, subgraphRow } from './subgraphs';
import { adminPortVariables, databaseVariables, urlVariables } from './testing/subgraph-variables';

const root = path.join(__dirname, '..');
const yaml = (file: string) => parse(readFileSync(path.join(root, file), 'utf8'), { merge: true });

interface Container {
  readonly command?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly volumes: readonly { readonly source: string; readonly target: string }[];
  readonly healthcheck: { readonly test: readonly string[] };
  readonly depends_on: object;
}
const containers: Readonly<Record<string, Container>> = yaml('docker-compose.yml').services;

interface ScrapeJob {
  readonly job_name: string;
  readonly static_configs?: readonly { readonly targets: readonly string[] }[];
}
const scrapeJobs: readonly ScrapeJob[] = yaml('ops/prometheus/subgraphs.yml').scrape_configs;

/** The files with the URLs of the databases. */
const databases = Object.fromEntries(
  Object.entries(databaseVariables((name) => `/part/${name}-database-url`)).map(([key, file]) => [
    `${key}_FILE`,
    file,
  ]),
);

const databaseOf = (name: string) =>
  Object.entries(databases).filter(([, file]) => file.endsWith(`/${name}-database-url`));

const processes = subgraphNames.flatMap((subgraph) =>
  processesOf(subgraph).map(({ name, args }) => ({ name, args, subgraph })),
);

function adminPortOf(process: string): number | undefined {
  const { subgraph } = processes.find(({ name }) => name === process) ?? {};
  if (subgraph === undefined) return undefined;
  const { adminPort, jobsAdminPort } = subgraphRow(subgraph);
  return process === subgraph ? adminPort : jobsAdminPort;
}

describe('the list of subgraphs', () => {
  it('has a row for each room and each folder of migrations, and no other', () => {
    const folders = (folder: string) =>
      readdirSync(path.join(root, folder), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name);
    expect(folders('subgraphs').sort()).toEqual([...subgraphNames].sort());
    expect(folders('prisma').sort()).toEqual([...subgraphNames].sort());
    for (const name of subgraphNames) {
      expect(existsSync(path.join(root, 'prisma', name, 'migrations')), name).toBe(true);
    }
  });

  it('uses each port once', () => {
    const ports = subgraphNames.flatMap((name) => {
      const { port, adminPort, jobsAdminPort } = subgraphRow(name);
      return [port, adminPort, ...(jobsAdminPort === undefined ? [] : [jobsAdminPort])];
    });
    expect(new Set(ports).size).toBe(ports.length);
  });

  it('names only existing settings', () => {
    const valueAt = (path: string) =>
      path.split('.').reduce<unknown>((value, key) => {
        expect(value, path).toHaveProperty(key);
        return (value as Record<string, unknown>)[key];
      }, parseConfiguration({}));
    for (const name of subgraphNames) Object.keys(subgraphRow(name).ownSettings).forEach(valueAt);
  });
});

describe.each(processes)('docker-compose.yml runs $name', ({ name, args, subgraph }) => {
  it('with its program, database, certificate and health check', () => {
    expect(Object.keys(containers)).toContain(name);
    const container = containers[name];
    expect(container?.command).toEqual(['node', `dist/subgraphs/${subgraph}/main.js`, ...args]);
    expect(container?.volumes.map(({ source, target }) => `${source} ${target}`)).toEqual([
      `part-${subgraph} /part`,
      'backup-state /backup-state',
      './ops/containers /etc/orderprocessing',
    ]);
    expect(container?.healthcheck.test.join(' ')).toContain(`:${adminPortOf(name)}/ready`);
    const own = Object.entries(container?.environment ?? {}).filter(([key]) => key in databases);
    expect(own).toEqual(databaseOf(subgraph));
    const replicas = Object.keys(container?.environment ?? {}).filter((key) =>
      key.endsWith('_REPLICA_URLS_FILE'),
    );
    const file = `ORDERPROCESSING_DATABASE_${subgraph.toUpperCase()}_REPLICA_URLS_FILE`;
    expect(replicas).toEqual([file]);
    expect(container?.environment[file]).toBe(`\${${file}:-}`);
  });
});

describe('docker-compose.yml', () => {
  it('sets the URL of each subgraph for every process', () => {
    const urls = urlVariables((name) => `https://${name}:${subgraphRow(name).port}`);
    for (const part of ['gateway', ...processes.map(({ name }) => name)]) {
      expect(containers[part]?.environment, part).toMatchObject(urls);
    }
    expect(Object.keys(containers['gateway']?.depends_on ?? {})).toEqual(
      expect.arrayContaining([...subgraphNames]),
    );
  });

  it('lets every process know of replicas, the gateway too', () => {
    const name = 'ORDERPROCESSING_DATABASE_REPLICAS_READS';
    for (const part of ['gateway', ...processes.map((process) => process.name)]) {
      expect(containers[part]?.environment[name], part).toBe(`\${${name}:-}`);
    }
  });

  it.each(['migrate', 'verify', 'import'])('gives %s every database', (name) => {
    expect(containers[name]?.environment).toMatchObject(databases);
  });
});

describe('ops/prometheus/subgraphs.yml', () => {
  it.each(processes)('scrapes $name at its admin port', ({ name }) => {
    const job = scrapeJobs.find(({ job_name }) => job_name === name);
    const targets = job?.static_configs?.flatMap((config) => config.targets);
    expect(targets).toEqual([`${name}:${adminPortOf(name)}`]);
  });
});

describe('the admin ports', () => {
  it('of background jobs have a single setting', () => {
    expect(subgraphNames.filter(hasJobs).length).toBeLessThanOrEqual(1);
    const variables = Object.keys(adminPortVariables(() => 0));
    expect(new Set(variables).size).toBe(processes.length);
  });
});
