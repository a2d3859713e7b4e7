import { readFileSync } from 'node:fs';
import path from 'node:path';
import { buildSchema, parse, validate } from 'graphql';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { repositoryRoot } from '../../platform/process/repository-root';
import * as operations from '../k6/workload/operations';
import { pauseSeconds } from '../k6/workload/scenarios';

const folder = path.join(repositoryRoot, 'ops/k6');
const read = (file: string) => readFileSync(path.join(folder, file), 'utf8');

interface Options {
  readonly scenarios: Record<string, Record<string, unknown>>;
  readonly thresholds: Record<string, string[]>;
}

type Modules = Readonly<Record<string, unknown>>;

/**
 * The exports of a module that k6 can load and Node cannot, because its imports name TypeScript
 * files, or modules of k6.
 */
function exportsOf(file: string, ofK6: Modules = {}): Record<string, unknown> {
  const module = ts.ModuleKind.CommonJS;
  const { outputText } = ts.transpileModule(read(file), { compilerOptions: { module } });
  const exports: Record<string, unknown> = {};
  const load = (name: string) => ofK6[name] ?? exportsOf(path.join(path.dirname(file), name), ofK6);
  new Function('exports', 'require', '__ENV', outputText)(exports, load, {});
  return exports;
}

const optionsOf = exportsOf('workload/options.ts').optionsOf as (name: string) => Options;

test.each(['smoke', 'load', 'stress', 'spike', 'soak'])('%s has a script of its own', (name) => {
  expect(read(`${name}.ts`)).toContain(`optionsOf('${name}')`);
  expect(Object.keys(optionsOf(name).scenarios)).toEqual([name]);
});

test('load is 100 users for 5 minutes, who pause for a second', () => {
  expect(optionsOf('load').scenarios).toEqual({
    load: {
      executor: 'ramping-vus',
      exec: 'visit',
      gracefulRampDown: '10s',
      startVUs: 100,
      stages: [{ duration: '300s', target: 100 }],
    },
  });
  expect(pauseSeconds).toBe(1);
});

test('the visits of smoke.ts, whose user k6 numbers 1, place an order', () => {
  const execution = { vu: { idInTest: 1, iterationInScenario: 0 } };
  const bodies: string[] = [];
  const post = (_url: string, body: string) => {
    bodies.push(body);
    return { status: 200, json: () => ({ data: { products: { nodes: [{ sku: 'TEA' }] } } }) };
  };
  class Rate {
    add() {}
  }
  const { visit } = exportsOf('workload/virtual-user.ts', {
    k6: { check() {}, fail() {}, sleep() {} },
    'k6/execution': { __esModule: true, default: execution },
    'k6/http': { __esModule: true, default: { post } },
    'k6/metrics': { Rate },
  }) as { visit: (data: { token: string }) => void };
  const { iterations } = optionsOf('smoke').scenarios['smoke'] as { iterations: number };
  for (let turn = 0; turn < iterations; turn += 1) {
    execution.vu.iterationInScenario = turn;
    visit({ token: 'token' });
  }
  expect(bodies.filter((body) => body.includes('placeOrder'))).toHaveLength(1);
});

test('the thresholds are the objectives of docs/sla.md', () => {
  const page = readFileSync(path.join(repositoryRoot, 'docs/sla.md'), 'utf8');
  const rows = [...page.matchAll(/^\| ([A-Z][^|]+?) \| ([\d.]+) % \|/gm)];
  const objective = (text: string) => rows.find(([, what]) => what?.includes(text));
  const seconds = Number(/within (\d+) s/.exec(objective('Orders')?.[1] ?? '')?.[1]);
  const ms = Number(/within (\d+) ms/.exec(objective('Reads')?.[1] ?? '')?.[1]);
  const faultsAllowed = (100 - Number(objective('Operations')?.[2])) / 100;
  expect(optionsOf('load').thresholds).toEqual({
    'http_req_duration{kind:order}': [`p(${objective('Orders')?.[2]})<${seconds * 1_000}`],
    'http_req_duration{kind:read}': [`p(${objective('Reads')?.[2]})<${ms}`],
    faults: [`rate<${faultsAllowed.toFixed(4)}`],
  });
});

const documents = Object.entries(operations).filter(([name]) => name.endsWith('Document'));

test.each(documents)('%s is valid', (_name, text) => {
  const schema = buildSchema(
    readFileSync(path.join(repositoryRoot, 'gateway/api.graphql'), 'utf8'),
  );
  expect(validate(schema, parse(text as string))).toEqual([]);
});

test('the page names settings that exist', () => {
  const settings = readFileSync(path.join(repositoryRoot, 'docs/configuration.md'), 'utf8');
  const named = read('README.md').match(/ORDERPROCESSING_[A-Z_]+/g) ?? [];
  expect(named.length).toBeGreaterThan(0);
  for (const name of named) expect(settings).toContain(`\`${name}\``);
});
