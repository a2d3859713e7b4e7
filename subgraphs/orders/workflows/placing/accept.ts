import { withLinks } from '../../domain/fraud';
import type { OrderChange } from '../../store/journal';
import type { JournalRow } from '../../store/journal-row';
import type { WorkflowDependencies } from '../dependencies';
import { actor, announce, decision, openEffectsAs } from './decisions';
import type { Authorized } from './steps';

/**
 * Stock is reserved and the payment authorised: confirms the order, or sends it to review. The
 * statement that decides looks whether other accounts share address, network address or card with
 * the order: only then are they counted, and the order is assessed and decided again.
 */
export async function accept(
  order: JournalRow,
  payment: Authorized,
  dependencies: WorkflowDependencies,
): Promise<JournalRow | null> {
  const { store, configuration } = dependencies;
  const { fraud: rules } = configuration.orders;
  const { fingerprint } = payment;
  const { hashes } = order.risk ?? {};
  const use = hashes && { hashes, fingerprint, rules };
  const change = await acceptance(order, payment, dependencies);
  let written = use
    ? await store.fraudLinks.storeUnlinked(change, use)
    : await store.journal.write(change);
  if (use && written !== null && 'links' in written) {
    const linked = { ...order, risk: withLinks(order, written.links) };
    const reviewed = await acceptance(linked, payment, dependencies);
    written = await store.fraudLinks.store(reviewed, use);
  }
  if (written === null || 'links' in written) return null;
  announce(written, written.status === 'IN_REVIEW' ? 'in_review' : 'confirmed', dependencies);
  dependencies.accepted(order.id);
  return written;
}

async function acceptance(
  order: JournalRow,
  { reference, brand, last4, fraudSignal }: Authorized,
  { fraud, flags, configuration }: WorkflowDependencies,
): Promise<OrderChange> {
  const rules = configuration.orders.fraud;
  const subject = { key: order.customerId, user: order.customerId };
  const isJoined = fraud.hasModel && (await flags.isOn('fraud-model', subject));
  const risk = fraud.assess(order, fraudSignal, rules, isJoined);
  const isReviewed =
    risk.assessment.score > rules.threshold && (await flags.isOn('fraud-review', subject));
  return decision({
    order,
    set: {
      status: isReviewed ? 'IN_REVIEW' : 'CONFIRMED',
      paymentStatus: 'AUTHORIZED',
      paymentReference: reference,
      paymentBrand: brand,
      paymentLast4: last4,
      risk,
    },
    leaseSeconds: 0,
    updates: openEffectsAs(order, () => ({ state: 'DONE' })),
    event: { type: isReviewed ? 'order.in_review' : 'order.confirmed', actor },
  });
}
