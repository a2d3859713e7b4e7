import type { Container, PodSpec } from 'kubernetes-types/core/v1';
import { processesOf, subgraphNames } from '../../../config/subgraphs';
import { type Overlay, objectsOf, render } from './render';

/** The template of a workload's pods. */
export interface Pod {
  readonly name: string;
  readonly kind: 'Deployment' | 'Job';
  readonly labels: Readonly<Record<string, string>>;
  readonly spec: PodSpec;
  readonly container: Container;
}

/** The processes of subgraphs, each with the name of its pod and its subgraph. */
export const processesOfSubgraphs = subgraphNames.flatMap((owner) =>
  processesOf(owner).map(({ name }) => ({ name, owner })),
);

/** The pods of an overlay; each has one container. */
export function podsOf(overlay: Overlay): Pod[] {
  const objects = render(overlay);
  const workloads = [
    ...objectsOf(objects, 'apps/v1 Deployment').map((each) => ({ ...each, kind: 'Deployment' })),
    ...objectsOf(objects, 'batch/v1 Job').map((each) => ({ ...each, kind: 'Job' })),
    ...objectsOf(objects, 'batch/v1 CronJob').map(({ metadata, spec }) => {
      return { metadata, spec: spec?.jobTemplate.spec, kind: 'Job' };
    }),
  ];
  return workloads.map(({ kind, metadata, spec }) => {
    const { name = '' } = metadata;
    const template = spec?.template;
    const [container, ...more] = template?.spec?.containers ?? [];
    if (!template?.spec || !container || more.length > 0) throw new Error(`${name}: containers`);
    const labels = template.metadata?.labels ?? {};
    return { name, kind: kind as Pod['kind'], labels, spec: template.spec, container };
  });
}

export function podOf(overlay: Overlay, name: string): Pod {
  const pod = podsOf(overlay).find((each) => each.name === name);
  if (!pod) throw new Error(`${overlay} has no ${name}`);
  return pod;
}

/** The number of a named port of a pod. */
export const portNumber = ({ container }: Pod, port: number | string): number | undefined =>
  typeof port === 'number'
    ? port
    : container.ports?.find(({ name }) => name === port)?.containerPort;

/** The environment of a container: its own variables before those of its ConfigMaps. */
export function environmentOf(overlay: Overlay, { container }: Pod): Record<string, string> {
  const maps = objectsOf(render(overlay), 'v1 ConfigMap');
  const shared = (container.envFrom ?? []).map(({ configMapRef }) => {
    const map = maps.find(({ metadata }) => metadata.name === configMapRef?.name);
    if (!map) throw new Error(`There is no ConfigMap ${configMapRef?.name}.`);
    return map.data ?? {};
  });
  const own = (container.env ?? []).map(({ name, value = '' }) => [name, value] as const);
  return Object.assign({}, ...shared, Object.fromEntries(own));
}
