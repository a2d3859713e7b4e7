import { describe, expect, test } from 'vitest';
import { processesOf, subgraphNames, subgraphRow } from '../../config/subgraphs';
import { builtPages } from '../../gateway/routes/page-table';
import { findProgram } from '../../platform/process/run-program';
import { stopDeadlineMs } from '../../platform/remote/limits';
import { podOf, podsOf, portNumber } from './testing/pods';
import { objectsOf, overlays, render } from './testing/render';

const ours = (image = ''): boolean => /(^|\/)orderprocessing(:|@|$)/.test(image);
const processNames = ['gateway', ...subgraphNames.flatMap(processesOf).map(({ name }) => name)];

describe.skipIf(findProgram('kustomize') === null).each(overlays)('every pod of %s', (overlay) => {
  const pods = () => podsOf(overlay);
  const faultsOf = (isRight: (pod: ReturnType<typeof pods>[number]) => boolean | undefined) =>
    pods()
      .filter((pod) => !isRight(pod))
      .map(({ name }) => name);

  test('runs every process of the system, and the migrations', () => {
    const names = pods().map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining([...processNames, 'migrate']));
  });

  test('is one that the restricted Pod Security Standard admits', () => {
    const [namespace] = objectsOf(render(overlay), 'v1 Namespace');
    expect(namespace?.metadata?.labels).toMatchObject({
      'pod-security.kubernetes.io/enforce': 'restricted',
    });
    const isRestricted = ({ spec, container }: ReturnType<typeof pods>[number]) =>
      spec.securityContext?.runAsNonRoot === true &&
      spec.securityContext.runAsUser !== 0 &&
      spec.securityContext.seccompProfile?.type === 'RuntimeDefault' &&
      container.securityContext?.allowPrivilegeEscalation === false &&
      container.securityContext.capabilities?.drop?.join() === 'ALL' &&
      !spec.hostNetwork &&
      (spec.volumes ?? []).every(({ hostPath }) => hostPath === undefined);
    expect(faultsOf(isRestricted)).toEqual([]);
  });

  test('has a read-only file system, with volumes of a limited size to write to', () => {
    expect(faultsOf(({ container }) => container.securityContext?.readOnlyRootFilesystem)).toEqual(
      [],
    );
    const volumes = pods().flatMap(({ spec }) => spec.volumes ?? []);
    expect(volumes.filter(({ emptyDir }) => emptyDir && !emptyDir.sizeLimit)).toEqual([]);
    const mounts = pods().flatMap(({ container }) => container.volumeMounts ?? []);
    const secrets = mounts.filter(({ name }) => name === 'part');
    expect(secrets.filter(({ readOnly }) => !readOnly)).toEqual([]);
  });

  test('has no token for the API of Kubernetes', () => {
    expect(faultsOf(({ spec }) => spec.automountServiceAccountToken === false)).toEqual([]);
  });

  test('has all of its memory, and limits of memory and disk', () => {
    const isSized = ({ container }: ReturnType<typeof pods>[number]) => {
      const { requests, limits } = container.resources ?? {};
      return (
        requests?.['cpu'] !== undefined &&
        limits?.['memory'] !== undefined &&
        limits['memory'] === requests['memory'] &&
        limits['ephemeral-storage'] !== undefined
      );
    };
    expect(faultsOf(isSized)).toEqual([]);
  });

  test('is probed, unless it is a job', () => {
    const servers = pods().filter(({ kind }) => kind === 'Deployment');
    expect(servers.length).toBeGreaterThan(4);
    const unprobed = servers.filter(
      ({ container }) => !container.livenessProbe || !container.readinessProbe,
    );
    expect(unprobed.map(({ name }) => name)).toEqual([]);
  });

  test('is spread, drained and evicted with care if it is a process of the system', () => {
    const budgets = objectsOf(render(overlay), 'policy/v1 PodDisruptionBudget');
    for (const name of processNames) {
      const { spec } = podOf(overlay, name);
      const keys = spec.topologySpreadConstraints?.map(({ topologyKey }) => topologyKey);
      expect(keys, name).toEqual(['topology.kubernetes.io/zone', 'kubernetes.io/hostname']);
      const budget = budgets.find((each) => each.metadata?.name === name);
      expect(budget?.spec?.selector?.matchLabels, name).toEqual({ 'app.kubernetes.io/name': name });
      expect(budget?.spec?.maxUnavailable, name).toBe(1);
    }
  });

  test('is given the time that its process takes to stop', () => {
    for (const name of processNames) {
      const { spec, container } = podOf(overlay, name);
      const [, seconds] = container.lifecycle?.preStop?.exec?.command ?? [];
      const left = (spec.terminationGracePeriodSeconds ?? 0) - Number(seconds);
      expect(left * 1_000, name).toBeGreaterThan(stopDeadlineMs);
    }
  });
});

describe.skipIf(findProgram('kustomize') === null)('every process', () => {
  const expected = [
    { name: 'gateway', program: ['dist/gateway/main.js'], admin: 4001, calls: undefined },
    ...subgraphNames.flatMap((subgraph) =>
      processesOf(subgraph).map(({ name, args }) => {
        const { port, adminPort, jobsAdminPort } = subgraphRow(subgraph);
        const isApi = name === subgraph;
        return {
          name,
          program: [`dist/subgraphs/${subgraph}/main.js`, ...args],
          admin: isApi ? adminPort : jobsAdminPort,
          calls: isApi ? port : undefined,
        };
      }),
    ),
  ];

  test.each(expected)('$name has its program, and its ports of config/subgraphs.ts', (each) => {
    const pod = podOf('production', each.name);
    expect(ours(pod.container.image)).toBe(true);
    expect(pod.container.command).toEqual(['node', ...each.program]);
    expect(portNumber(pod, 'calls')).toBe(each.calls);
    const { livenessProbe, startupProbe, readinessProbe } = pod.container;
    for (const [probe, path] of [
      [startupProbe, '/health'],
      [livenessProbe, '/health'],
      [readinessProbe, '/ready'],
    ] as const) {
      expect(probe?.httpGet?.path).toBe(path);
      expect(portNumber(pod, probe?.httpGet?.port ?? '')).toBe(each.admin);
    }
  });

  test.each(overlays)('has a Service of %s that leads to a port that it has', (overlay) => {
    const services = objectsOf(render(overlay), 'v1 Service');
    const callable = ['gateway', ...subgraphNames];
    const names = services.map(({ metadata }) => metadata?.name);
    expect(names).toEqual(expect.arrayContaining(callable));
    for (const { spec } of services) {
      const pod = podOf(overlay, spec?.selector?.['app.kubernetes.io/name'] ?? '');
      for (const { port, targetPort } of spec?.ports ?? []) {
        expect(portNumber(pod, targetPort ?? port), pod.name).toBe(port);
      }
    }
  });
});

describe.skipIf(findProgram('kustomize') === null).each(overlays)(
  'the subgraphs of %s',
  (overlay) => {
    test('have a headless Service each, whose name has the address of every ready pod', () => {
      const services = objectsOf(render(overlay), 'v1 Service');
      for (const name of subgraphNames) {
        const found = services.find(({ metadata }) => metadata?.name === `${name}-instances`);
        expect(found?.spec?.clusterIP, name).toBe('None');
        expect(found?.spec?.publishNotReadyAddresses ?? false, name).toBe(false);
        expect(found?.spec?.selector, name).toEqual({ 'app.kubernetes.io/name': name });
        expect(
          found?.spec?.ports?.map(({ port }) => port),
          name,
        ).toEqual([subgraphRow(name).port]);
      }
    });
  },
);

describe.skipIf(findProgram('kustomize') === null)('in production', () => {
  const production = () => render('production');

  test('each API is a Rollout of its Deployment, which has no pods of its own', () => {
    const rollouts = objectsOf(production(), 'argoproj.io/v1alpha1 Rollout');
    const names = rollouts.map(({ metadata }) => metadata.name);
    expect(names.sort()).toEqual(['gateway', ...subgraphNames].sort());
    const deployments = objectsOf(production(), 'apps/v1 Deployment');
    for (const { metadata, spec } of rollouts) {
      const { name } = metadata;
      expect(spec.workloadRef).toMatchObject({ kind: 'Deployment', name });
      const deployment = deployments.find((each) => each.metadata?.name === name);
      expect(deployment?.spec?.replicas, name).toBe(0);
      expect(spec.selector).toEqual(deployment?.spec?.selector);
    }
  });

  test('each canary is analysed by a template with the arguments that it gets', () => {
    const templates = objectsOf(production(), 'argoproj.io/v1alpha1 AnalysisTemplate');
    const names = templates.map(({ metadata }) => metadata.name);
    for (const { spec, metadata } of objectsOf(production(), 'argoproj.io/v1alpha1 Rollout')) {
      const { analysis, steps } = spec.strategy.canary;
      expect(steps.length, metadata.name).toBeGreaterThan(3);
      const used = analysis.templates.map(({ templateName }) => templateName);
      expect(used, metadata.name).toEqual([expect.toBeOneOf(names)]);
      for (const { name } of analysis.args ?? []) {
        const known = templates.flatMap((each) => each.spec.args?.map((arg) => arg.name) ?? []);
        expect(known, metadata.name).toContain(name);
      }
    }
  });

  test('each API is scaled by CPU, and the gateway by requests in flight too', () => {
    const scalers = objectsOf(production(), 'autoscaling/v2 HorizontalPodAutoscaler');
    const targets = scalers.map(({ spec }) => spec?.scaleTargetRef.name);
    expect(targets.sort()).toEqual(['gateway', ...subgraphNames].sort());
    const metrics = (name: string) =>
      scalers
        .find((each) => each.metadata?.name === name)
        ?.spec?.metrics?.map(({ resource, pods }) => resource?.name ?? pods?.metric.name);
    expect(metrics('gateway')).toEqual(['cpu', 'gateway_requests_in_flight']);
    for (const name of subgraphNames) expect(metrics(name)).toEqual(['cpu']);
  });

  const routeOf = (name: string) => {
    const routes = objectsOf(production(), 'gateway.networking.k8s.io/v1 HTTPRoute');
    return routes.find(({ metadata }) => metadata.name === name)?.spec;
  };

  test('the route leads to Services of the canary only', () => {
    const backends = routeOf('gateway')?.rules.flatMap(({ backendRefs }) => backendRefs);
    const services = objectsOf(production(), 'v1 Service').map(({ metadata }) => metadata?.name);
    expect(backends?.map(({ name, weight }) => [name, weight])).toEqual([
      ['gateway-stable', 100],
      ['gateway-canary', 0],
    ]);
    expect(services).toEqual(expect.arrayContaining(['gateway-stable', 'gateway-canary']));
  });

  test('one version serves the pages, whose files have other names in each', () => {
    const pages = routeOf('gateway-pages');
    expect(pages?.hostnames).toEqual(routeOf('gateway')?.hostnames);
    expect(pages?.parentRefs).toEqual(routeOf('gateway')?.parentRefs);
    const [rule, ...more] = pages?.rules ?? [];
    expect(more).toEqual([]);
    expect(rule?.backendRefs.map(({ name }) => name)).toEqual(['gateway-stable']);
    const paths = builtPages.map((page) => ({ type: 'PathPrefix', value: page.path }));
    expect(rule?.matches?.map(({ path }) => path)).toEqual(paths);
  });
});
