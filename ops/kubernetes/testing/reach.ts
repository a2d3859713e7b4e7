import type { LabelSelector } from 'kubernetes-types/meta/v1';
import type { NetworkPolicyPeer, NetworkPolicyPort } from 'kubernetes-types/networking/v1';
import { type Pod, podsOf, portNumber } from './pods';
import { type Overlay, objectsOf, render } from './render';

/** A pod of this namespace, of another one by its labels, or a host by its network address. */
export type Peer =
  | { readonly pod: Pod }
  | { readonly namespace: Readonly<Record<string, string>> }
  | { readonly address: string };

function selects(selector: LabelSelector, labels: Readonly<Record<string, string>>): boolean {
  const byLabel = Object.entries(selector.matchLabels ?? {});
  const isMatch = byLabel.every(([key, value]) => labels[key] === value);
  return (
    isMatch &&
    (selector.matchExpressions ?? []).every(({ key, operator, values = [] }) => {
      if (operator !== 'In') throw new Error(`The operator ${operator} is not evaluated here.`);
      return values.includes(labels[key] ?? '');
    })
  );
}

const bitsOf = (address: string): number =>
  address.split('.').reduce((bits, byte) => bits * 256 + Number(byte), 0);

function isWithin(address: string, cidr: string): boolean {
  const [network = '', length = ''] = cidr.split('/');
  const size = 2 ** (32 - Number(length));
  return Math.floor(bitsOf(address) / size) === Math.floor(bitsOf(network) / size);
}

function isPeer(peer: NetworkPolicyPeer, other: Peer): boolean {
  const { ipBlock, namespaceSelector, podSelector } = peer;
  if ('address' in other) {
    if (!ipBlock) return false;
    const isExcepted = (ipBlock.except ?? []).some((cidr) => isWithin(other.address, cidr));
    return isWithin(other.address, ipBlock.cidr) && !isExcepted;
  }
  if ('namespace' in other) {
    return namespaceSelector !== undefined && selects(namespaceSelector, other.namespace);
  }
  return !namespaceSelector && podSelector !== undefined && selects(podSelector, other.pod.labels);
}

interface Rule {
  readonly peers?: readonly NetworkPolicyPeer[];
  readonly ports?: readonly NetworkPolicyPort[];
}

/** Whether some rule admits `other`; a rule without peers or ports would admit all. */
const isLet = (rules: readonly Rule[], other: Peer, isPort: (port: NetworkPolicyPort) => boolean) =>
  rules.some(
    ({ peers, ports }) =>
      (!peers || peers.some((peer) => isPeer(peer, other))) && (!ports || ports.some(isPort)),
  );

/** Evaluates the policies of an overlay, as the API of Kubernetes defines them. */
export function reachIn(overlay: Overlay) {
  const policies = objectsOf(render(overlay), 'networking.k8s.io/v1 NetworkPolicy');
  const of = (pod: Pod, type: 'Ingress' | 'Egress') =>
    policies.flatMap(({ spec }) =>
      spec?.policyTypes?.includes(type) && selects(spec.podSelector, pod.labels) ? [spec] : [],
    );
  const isOpen = (pod: Pod, type: 'Ingress' | 'Egress') => of(pod, type).length === 0;

  const entersBy = (pod: Pod, from: Peer, port: number): boolean => {
    const rules = of(pod, 'Ingress').flatMap(({ ingress = [] }) =>
      ingress.map(({ from: peers, ports }) => ({ peers, ports })),
    );
    return (
      isOpen(pod, 'Ingress') ||
      isLet(rules, from, (each) => portNumber(pod, each.port ?? port) === port)
    );
  };
  const leavesTo = (pod: Pod, to: Peer, port: number): boolean => {
    const rules = of(pod, 'Egress').flatMap(({ egress = [] }) =>
      egress.map(({ to: peers, ports }) => ({ peers, ports })),
    );
    return isOpen(pod, 'Egress') || isLet(rules, to, (each) => each.port === port);
  };
  return {
    pods: podsOf(overlay),
    entersBy,
    leavesTo,
    /** Whether both ends allow a call between two pods. */
    calls: (from: Pod, to: Pod, port: number): boolean =>
      leavesTo(from, { pod: to }, port) && entersBy(to, { pod: from }, port),
  };
}
