import { describe, expect, test } from 'vitest';
import { findProgram } from '../../platform/process/run-program';
import { environmentOf, podOf, processesOfSubgraphs } from './testing/pods';
import { objectsOf, pooled, render } from './testing/render';

describe.skipIf(findProgram('kustomize') === null)('the component pooler', () => {
  test.each(processesOfSubgraphs)('gives $name the server behind the pooler', ({ name, owner }) => {
    const added = environmentOf(pooled, podOf(pooled, name));
    const before = environmentOf('production', podOf('production', name));
    const variable = `ORDERPROCESSING_DATABASE_${owner.toUpperCase()}_DIRECT_URL_FILE`;
    expect(added).toEqual({ ...before, [variable]: '/part/direct-url' });
    const secret = objectsOf(render(pooled), 'external-secrets.io/v1 ExternalSecret').find(
      ({ metadata }) => metadata.name === `${owner}-part`,
    );
    expect(secret?.spec.data).toContainEqual({
      secretKey: 'direct-url',
      remoteRef: { key: `orderprocessing/${owner}`, property: 'direct-url' },
    });
  });

  test('lets pods reach the pooler and the servers behind it', () => {
    const policy = objectsOf(render(pooled), 'networking.k8s.io/v1 NetworkPolicy').find(
      ({ metadata }) => metadata.name === 'to-databases',
    );
    expect(policy?.spec?.egress?.[0]?.ports?.map(({ port }) => port)).toEqual([5432, 6432]);
  });
});
