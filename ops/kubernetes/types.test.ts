import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { findProgram } from '../../platform/process/run-program';
import { overlays, type RenderedObject, render } from './testing/render';
import { typeFaults } from './testing/type-faults';

const object = (apiVersion: string, kind: string, name: string, spec: object): RenderedObject =>
  ({ apiVersion, kind, metadata: { name }, spec }) as RenderedObject;

const autoscaler = (name: string, spec: object) =>
  object('autoscaling/v2', 'HorizontalPodAutoscaler', name, spec);
const scaleTargetRef = { kind: 'Deployment', name: 'gateway' };

/** The first object of a file of production with one text replaced, under a name of its own. */
function broken(file: string, before: string, after: string): RenderedObject {
  const text = readFileSync(path.join(__dirname, 'overlays/production', file), 'utf8');
  const [document] = parseAllDocuments(text.replace(before, after));
  return { ...(document?.toJS() as RenderedObject), metadata: { name: `${before} ${after}` } };
}

/** Objects with one fault each, and the word by which TypeScript names it. */
const wrong: readonly (readonly [word: string, RenderedObject])[] = [
  ['maxReplica', autoscaler('misspelt', { scaleTargetRef, maxReplicas: 2, maxReplica: 2 })],
  ['maxReplicas', autoscaler('incomplete', { scaleTargetRef, minReplicas: 1 })],
  ['number', autoscaler('another-type', { scaleTargetRef, maxReplicas: '2' })],
  ['step', object('argoproj.io/v1alpha1', 'Rollout', 'r', { strategy: { canary: { step: [] } } })],
  ['secretStore', object('external-secrets.io/v1', 'ExternalSecret', 's', { secretStore: {} })],
  ['hosts', object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'route', { hosts: [] })],
  ['httpRoutes', broken('rollouts.yaml', 'httpRoute:', 'httpRoutes:')],
  ['Newest', broken('rollouts.yaml', 'Latest', 'Newest')],
  ['queries', broken('analysis.yaml', 'query:', 'queries:')],
  ['key', broken('external-secrets.yaml', 'key: orderprocessing/gateway, ', '')],
  ['string', broken('route.yaml', '4000', "'4000'")],
  ['v1 Nothing', object('v1', 'Nothing', 'unknown-kind', {})],
];

/** One run of the compiler for everything, because it loads the types of all libraries. */
let faults: readonly string[];
let rendered: readonly RenderedObject[] = [];

beforeAll(() => {
  if (findProgram('kustomize') !== null) rendered = overlays.flatMap(render);
  faults = typeFaults([...wrong.map(([, each]) => each), ...rendered]);
}, 300_000);

test.each(wrong)('the compiler finds %s', (word, { kind, metadata }) => {
  const own = faults.filter((fault) => fault.startsWith(`${kind} ${metadata.name}: `));
  expect(own).toEqual([expect.stringContaining(word)]);
});

describe.skipIf(findProgram('kustomize') === null)('as kustomize renders it', () => {
  test('every object has the type of its kind', () => {
    expect(rendered.length).toBeGreaterThan(60);
    expect(faults).toHaveLength(wrong.length);
  });

  test.each(overlays)('every object of %s is in the namespace', (overlay) => {
    const elsewhere = render(overlay).filter(
      ({ kind, metadata }) => kind !== 'Namespace' && metadata.namespace !== 'orderprocessing',
    );
    expect(elsewhere).toEqual([]);
  });
});
