import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { hasJobs, processesOf, subgraphNames } from '../../config/subgraphs';
import { connectionsMax } from '../../platform/database/pool';
import { connectionsReserved } from '../../platform/database/pool-budget';
import { repositoryRoot } from '../../platform/process/repository-root';
import { findProgram } from '../../platform/process/run-program';
import { environmentOf, podOf } from './testing/pods';
import { objectsOf, render } from './testing/render';

const readme = readFileSync(path.join(repositoryRoot, 'ops/kubernetes/README.md'), 'utf8');

/** The most pods of a workload that an autoscaler, or its own number of replicas, allows. */
function podsAtMost(name: string): number {
  const objects = render('production');
  const scaler = objectsOf(objects, 'autoscaling/v2 HorizontalPodAutoscaler').find(
    ({ spec }) => spec?.scaleTargetRef.name === name,
  );
  const deployment = objectsOf(objects, 'apps/v1 Deployment').find(
    ({ metadata }) => metadata.name === name,
  );
  return scaler?.spec?.maxReplicas ?? deployment?.spec?.replicas ?? 1;
}

/** The connections of a pod: its pool, and the one on which it listens for work. */
function connectionsOf(name: string, isListening: boolean): number {
  const set = environmentOf('production', podOf('production', name));
  const pool = Number(set.ORDERPROCESSING_DATABASE_POOL_MAX ?? connectionsMax);
  return pool + (isListening ? 1 : 0);
}

describe.skipIf(findProgram('kustomize') === null)('max_connections of the database', () => {
  test('has room for every pod that the autoscalers may start, as the README says', () => {
    const workloads = subgraphNames.flatMap((subgraph) =>
      processesOf(subgraph).map(({ name }) => ({ name, isListening: hasJobs(subgraph) })),
    );
    // Each has one pod more during a rollout.
    const needed = workloads.reduce(
      (sum, { name, isListening }) =>
        sum + (podsAtMost(name) + 1) * connectionsOf(name, isListening),
      connectionsReserved,
    );
    expect(workloads.map(({ name }) => podsAtMost(name))).toContain(10);
    expect(readme).toContain(`\`max_connections\` of at least ${needed}`);
  });
});
