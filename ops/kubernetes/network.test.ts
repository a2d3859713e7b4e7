import { beforeAll, describe, expect, test } from 'vitest';
import { processesOf, subgraphNames, subgraphRow } from '../../config/subgraphs';
import { findProgram } from '../../platform/process/run-program';
import type { Pod } from './testing/pods';
import { reachIn } from './testing/reach';
import { overlays } from './testing/render';

const publicPort = 4000;
const edge = { namespace: { 'orderprocessing/edge': 'true' } };
const monitoring = { namespace: { 'orderprocessing/monitoring': 'true' } };
const someNamespace = { namespace: { 'kubernetes.io/metadata.name': 'default' } };
const publicAddress = { address: '203.0.113.7' };

/** The processes with the certificate of a name: those of a subgraph share it. */
const processesWith = (certificate: string): string[] => {
  const subgraph = subgraphNames.find((name) => name === certificate);
  return subgraph ? processesOf(subgraph).map(({ name }) => name) : [certificate];
};

/**
 * The allowed calls: the gateway calls each subgraph, others call those whose `internalCallers`
 * name them.
 */
const expectedCalls = subgraphNames.flatMap((to) =>
  ['gateway', ...subgraphRow(to).internalCallers]
    .flatMap(processesWith)
    .filter((from) => from !== 'cli')
    .map((from) => `${from} -> ${to}`),
);

const portsOf = ({ container }: Pod) =>
  (container.ports ?? []).map(({ containerPort }) => containerPort);

describe.skipIf(findProgram('kustomize') === null).each(overlays)('in %s', (overlay) => {
  let network: ReturnType<typeof reachIn>;
  const pod = (name: string): Pod => {
    const found = network.pods.find((each) => each.name === name);
    if (!found) throw new Error(`There is no ${name}.`);
    return found;
  };
  beforeAll(() => {
    network = reachIn(overlay);
  });

  test('the proxy reaches the public port of the gateway, and nothing else', () => {
    const open = network.pods.flatMap((each) =>
      portsOf(each)
        .filter((port) => network.entersBy(each, edge, port))
        .map((port) => `${each.name}:${port}`),
    );
    expect(open).toEqual([`gateway:${publicPort}`]);
  });

  test.each([
    ['another namespace', someNamespace],
    ['a public address', publicAddress],
  ])('%s reaches nothing', (_who, peer) => {
    const open = network.pods.filter((each) =>
      portsOf(each).some((port) => network.entersBy(each, peer, port)),
    );
    expect(open.map(({ name }) => name)).toEqual([]);
  });

  test('subgraphs are called by the processes that config/subgraphs.ts names, and no other', () => {
    const calls = subgraphNames.flatMap((to) =>
      network.pods
        .filter((from) => network.calls(from, pod(to), subgraphRow(to).port))
        .map((from) => `${from.name} -> ${to}`),
    );
    expect(calls.sort()).toEqual([...new Set(expectedCalls)].sort());
  });

  test('the monitoring reaches the admin ports, and pods do not', () => {
    for (const name of ['gateway', ...subgraphNames.flatMap(processesWith)]) {
      const each = pod(name);
      const admin = each.container.ports?.find((port) => port.name === 'admin')?.containerPort ?? 0;
      expect(network.entersBy(each, monitoring, admin), name).toBe(true);
      const callers = network.pods.filter((from) => network.calls(from, each, admin));
      expect(callers.map((from) => from.name)).toEqual([]);
    }
  });

  test('only orders and its jobs reach the internet, and not the addresses of the cluster', () => {
    const reaches = (address: string) =>
      network.pods
        .filter((each) => network.leavesTo(each, { address }, 443))
        .map(({ name }) => name);
    const expected = overlay === 'production' ? ['orders', 'orders-jobs'] : [];
    expect(reaches(publicAddress.address).sort()).toEqual(expected);
    for (const address of ['169.254.169.254', '10.0.0.1', '172.16.0.1', '192.168.1.1']) {
      expect(reaches(address), address).toEqual([]);
    }
  });

  test('databases are reached by the subgraphs, the migrations and the audit', () => {
    const to = overlay === 'production' ? { address: '10.1.2.3' } : { pod: pod('postgres') };
    const callers = network.pods.filter((each) => network.leavesTo(each, to, 5432));
    const expected = [...subgraphNames.flatMap(processesWith), 'migrate', 'security-audit'];
    expect(callers.map(({ name }) => name).sort()).toEqual(expected.sort());
  });
});
