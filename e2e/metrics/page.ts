import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { subgraphProcesses } from '../../config/subgraphs';
import { repositoryRoot } from '../../platform/process/repository-root';

const page = path.join(repositoryRoot, 'docs/observability.md');
export const processNames = ['gateway', ...subgraphProcesses];

export interface Row {
  readonly type: string;
  readonly help: string;
  readonly where: string;
}

/** The processes that publish a metric, as the page names them. */
export function publishers(by: readonly string[]): string {
  if (processNames.every((name) => by.includes(name))) return 'every process';
  const named = [...by].sort().join(', ');
  return named === [...subgraphProcesses].sort().join(', ') ? 'every subgraph' : named;
}

/** The table of `docs/observability.md`. */
export function rowsOfPage(): Map<string, Row> {
  const pattern = /^\| `(\w+)` \| (\w+) \| (.+?) \| ([\w, -]+) \|$/gm;
  const rows = [...readFileSync(page, 'utf8').matchAll(pattern)];
  return new Map(
    rows.map(([, name = '', type = '', help = '', where = '']) => [
      name,
      { type, help, where: publishers(where.split(', ')) },
    ]),
  );
}

/** Node's own metrics are documented elsewhere. */
const isOurs = (name: string): boolean => !/^(nodejs|process)_/.test(name);

/** What a scrape says of its metrics: kind and help, by name. */
export function metricsIn(scrape: string): Map<string, Omit<Row, 'where'>> {
  const types = new Map(
    [...scrape.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, ...two]) => two as [string, string]),
  );
  const helps = [...scrape.matchAll(/^# HELP (\S+) (.*)$/gm)];
  return new Map(
    helps
      .map(([, name = '', help = '']) => [name, { type: types.get(name) ?? '', help }] as const)
      .filter(([name]) => isOurs(name)),
  );
}

export const scrapeOf = async (port: number): Promise<string> => {
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
  expect(answer.status).toBe(200);
  return answer.text();
};
