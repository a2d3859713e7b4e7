import type { FeatureFlags } from '../../../config/feature-flags';
import type { Viewer } from '../../../platform/requests/viewer';
import type { PostalAddress } from '../../../platform/values/postal-address';
import { isSuspiciousAt, type StoredRisk } from '../domain/fraud';
import { areLinksCounted } from '../domain/fraud-links';
import { seesCustomers } from '../rules';
import type { SpreadStore } from '../store';
import type { LinkUse } from '../store/fraud-links';
import type { JournalRow } from '../store/journal-row';
import type { OrdersConfiguration } from './dependencies';

interface Judging {
  readonly store: Pick<SpreadStore, 'fraudLinks'>;
  readonly configuration: OrdersConfiguration;
  readonly flags: Pick<FeatureFlags, 'isOn'>;
  readonly viewer: Viewer;
}

/** What is written with another address. */
interface JudgedAddress {
  /** The facts that an undecided order is assessed with. */
  readonly risk: StoredRisk | null;
  /** What a decided order may share from now on; null where the rules are off. */
  readonly use: LinkUse | null;
}

/**
 * Judges the address that an order goes to instead. An undecided order is assessed with it later. A
 * decided one does not go back to review: its buyer gets no address that would have led there. Staff
 * who review orders may give it any.
 * @returns null for an address that is refused.
 */
export async function judgedAddress(
  order: JournalRow,
  address: PostalAddress,
  { store, configuration, flags, viewer }: Judging,
): Promise<JudgedAddress | null> {
  const { risk, customerId, shippingAddress } = order;
  if (risk === null) return { risk, use: null };
  const { hash, ...found } = await store.fraudLinks.addressFacts(order, address);
  if (order.status === 'PENDING') {
    const isSameCountry = shippingAddress.country === address.country;
    const toCountry = isSameCountry ? risk.facts.toCountry : found.toCountry;
    const hashes = risk.hashes && { ...risk.hashes, address: hash };
    return { risk: { ...risk, facts: { ...risk.facts, toCountry }, hashes }, use: null };
  }
  const rules = configuration.orders.fraud;
  const subject = { key: customerId, user: customerId };
  // The facts of a decided order stay those of the country at its decision, not of the present one.
  const isRefused =
    order.status === 'CONFIRMED' &&
    !seesCustomers(viewer) &&
    isSuspiciousAt(order, found, rules) &&
    (await flags.isOn('fraud-review', subject));
  if (isRefused) return null;
  const hashes = { address: hash, network: null };
  const use = areLinksCounted(rules) ? { hashes, fingerprint: null, rules } : null;
  return { risk: null, use };
}
