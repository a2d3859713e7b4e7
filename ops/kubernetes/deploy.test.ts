import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { subgraphNames } from '../../config/subgraphs';
import { findProgram } from '../../platform/process/run-program';
import { folderForTest } from '../../platform/testing/temporary-folder';

/** Renders with Kustomize as kubectl does, and writes down what a cluster would be asked. */
const kubectl = `#!/bin/sh
[ "$1" = kustomize ] && exec kustomize build "$2"
printf '%s\\n' "$*" >> "$CALLS"
[ "$1" = apply ] && { cat; echo ---; } >> "$APPLIED"
case "$*" in *"$FAILS_AT"*) echo 'asked to fail' >&2; exit 1;; esac
[ "$1" = logs ] && echo 'the log of the job'
[ "$2" = deployment ] && printf 7
[ "$2" = job ] && printf '%s' "$JOB"
exit 0
`;

const image = `registry.example.org:5000/shop/orderprocessing@sha256:${'a'.repeat(64)}`;

let folder: string;
beforeEach(() => {
  folder = folderForTest();
  mkdirSync(path.join(folder, 'bin'));
  writeFileSync(path.join(folder, 'bin/kubectl'), kubectl, { mode: 0o755 });
  for (const file of ['calls', 'applied']) writeFileSync(path.join(folder, file), '');
});

function deploy(failsAt: string, args: readonly string[], job = 'SuccessCriteriaMet Complete') {
  const program = path.join(__dirname, 'deploy.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    encoding: 'utf8',
    timeout: 120_000,
    env: {
      PATH: `${folder}/bin:${process.env.PATH}`,
      CALLS: path.join(folder, 'calls'),
      APPLIED: path.join(folder, 'applied'),
      FAILS_AT: failsAt,
      JOB: job,
    },
  });
  const calls = readFileSync(path.join(folder, 'calls'), 'utf8').trim().split('\n');
  const applied = parseAllDocuments(readFileSync(path.join(folder, 'applied'), 'utf8'))
    .map((document) => document.toJS())
    .filter((object) => object !== null);
  return { status, output: stdout + stderr, calls, applied };
}

const nothingFails = 'no call has this text';
const production = ['--overlay', 'production', '--image', image];

const isRollout = (name: string) => (object: { kind: string; metadata: { name: string } }) =>
  object.kind === 'Rollout' && object.metadata.name === name;

describe.skipIf(findProgram('kustomize') === null)('deploy.mjs', () => {
  test('migrates first, then rolls out the subgraphs, and the gateway last', () => {
    const { status, output, calls, applied } = deploy(nothingFails, production);
    expect(output).toBe(
      ['settings, secrets and network policies', 'migrations', 'subgraphs', 'gateway']
        .map((name) => `applying ${name}\n`)
        .join(''),
    );
    expect(status).toBe(0);
    const at = (text: string) => calls.findIndex((call) => call.includes(text));
    const order = [
      'wait --for=condition=Ready externalsecret/migrate-part',
      'delete job migrate',
      'get job migrate',
      'rollout status deployment/orders-jobs',
      'wait --for=jsonpath={.status.workloadObservedGeneration}=7 rollouts.argoproj.io/orders',
      'argo rollouts status orders',
      'wait --for=jsonpath={.status.workloadObservedGeneration}=7 rollouts.argoproj.io/gateway',
      'argo rollouts status gateway',
    ].map(at);
    expect(order).not.toContain(-1);
    expect(order).toEqual([...order].sort((one, other) => one - other));
    const job = applied.findIndex(({ kind }) => kind === 'Job');
    for (const name of subgraphNames) {
      expect(applied.findIndex(isRollout(name)), name).toBeGreaterThan(job);
      expect(applied.findIndex(isRollout(name))).toBeLessThan(
        applied.findIndex(isRollout('gateway')),
      );
    }
  });

  test('sets the image of every process of ours', () => {
    const { applied } = deploy(nothingFails, production);
    const images = applied
      .flatMap(({ spec }) => spec?.template?.spec?.containers ?? [])
      .map((container: { image: string }) => container.image);
    expect(images).toHaveLength(6);
    expect(new Set(images)).toEqual(new Set([image]));
  });

  test.each([
    ['has failed', nothingFails, 'the log of the job'],
    ['has failed before its pod started', 'logs job/migrate', 'kubectl logs job/migrate --tail=50'],
  ])('rolls nothing out when the job %s, and shows its log', (_what, failsAt, log) => {
    const { status, output, applied } = deploy(failsAt, production, 'FailureTarget Failed');
    expect(status).toBe(1);
    expect(output).toContain(
      `The job migrate has failed, and no process was replaced. Its log:\n${log}`,
    );
    expect(applied.filter(({ kind }) => kind === 'Rollout' || kind === 'Deployment')).toEqual([]);
  });

  test('leaves the gateway alone when the canary of a subgraph is aborted', () => {
    const { status, applied } = deploy('rollouts status orders', production);
    expect(status).toBe(1);
    expect(applied.filter(isRollout('orders'))).toHaveLength(1);
    expect(applied.filter(isRollout('gateway'))).toEqual([]);
  });

  test('rolls back the gateway first, and runs no migrations', () => {
    const { status, applied } = deploy(nothingFails, [...production, '--rollback']);
    expect(status).toBe(0);
    expect(applied.filter(({ kind }) => kind === 'Job')).toEqual([]);
    expect(applied.findIndex(isRollout('gateway'))).toBeLessThan(
      applied.findIndex(isRollout('users')),
    );
  });

  test('a dry run applies nothing', () => {
    const { status, output, calls } = deploy(nothingFails, [...production, '--dry-run']);
    expect(status).toBe(0);
    expect(output).toContain('migrations:\n  Job migrate\n');
    expect(calls).toEqual(['']);
  });

  test.each([
    [['--overlay', 'staging', '--image', image], 'development or production'],
    [['--overlay', 'production'], '--image IMAGE is required'],
  ])('refuses %j', (args, message) => {
    const { status, output } = deploy(nothingFails, args);
    expect(status).toBe(1);
    expect(output).toContain(message);
  });
});
