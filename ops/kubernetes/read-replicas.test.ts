import { describe, expect, test } from 'vitest';
import { subgraphNames } from '../../config/subgraphs';
import { findProgram } from '../../platform/process/run-program';
import { environmentOf, podOf, processesOfSubgraphs } from './testing/pods';
import { objectsOf, render, replicated } from './testing/render';

const reads = 'ORDERPROCESSING_DATABASE_REPLICAS_READS';
const namesReplicas = (variable: string) => variable.endsWith('_REPLICA_URLS_FILE');

describe.skipIf(findProgram('kustomize') === null)('the component read-replicas', () => {
  test.each(processesOfSubgraphs)(
    'gives $name the standbys of its own database',
    ({ name, owner }) => {
      const added = environmentOf(replicated, podOf(replicated, name));
      const before = environmentOf('production', podOf('production', name));
      const variable = `ORDERPROCESSING_DATABASE_${owner.toUpperCase()}_REPLICA_URLS_FILE`;
      const own = { [variable]: '/part/replica-urls', [reads]: 'true' };
      expect(added).toEqual({ ...before, ...own });
    },
  );

  test('lets gateways know that there are some', () => {
    const { [reads]: value, ...others } = environmentOf(replicated, podOf(replicated, 'gateway'));
    expect(value).toBe('true');
    expect(Object.keys(others).filter(namesReplicas)).toEqual([]);
  });

  test('fetches their URLs for the subgraphs alone', () => {
    const fetched = objectsOf(render(replicated), 'external-secrets.io/v1 ExternalSecret').flatMap(
      ({ metadata, spec }) =>
        spec.data
          .filter(({ secretKey }) => secretKey === 'replica-urls')
          .map(({ remoteRef }) => [metadata.name, remoteRef.key]),
    );
    expect(fetched.sort()).toEqual(
      [...subgraphNames].sort().map((name) => [`${name}-part`, `orderprocessing/${name}`]),
    );
  });
});
