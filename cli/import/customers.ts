import { LRUCache } from 'lru-cache';
import { countryName } from './countries';
import type { InvoiceHead } from './line';
import type { Ask } from './rooms';

/** `.invalid` is reserved by RFC 2606, so no mail can be delivered there. */
const mailDomain = 'import.invalid';

/**
 * Account ids in the cache; others are looked up again.
 * @exceeded looked up again
 * @test e2e/commands/commands.test.ts
 */
const accountsMax = 50_000;

const importCustomers = /* GraphQL */ `
  mutation ($customers: [ImportedCustomerInput!]!) {
    importCustomers(customers: $customers) {
      userIds
      created
    }
  }
`;

interface Outcome {
  readonly importCustomers: { readonly userIds: readonly string[]; readonly created: number };
}

/** The reference of a buyer in the users room: the customer, or one guest for each country. */
export function buyerReference({ customer, country }: InvoiceHead): string {
  return customer === null ? `guest-${country.toLowerCase()}` : `customer-${customer}`;
}

export function buyerName({ customer, country }: InvoiceHead): string {
  return customer === null ? `Guest (${countryName(country)})` : `Customer ${customer}`;
}

/** Accounts of buyers, each created once and without a password. */
export function buyerAccounts(users: Ask) {
  const known = new LRUCache<string, string>({ max: accountsMax });
  let created = 0;
  return {
    get created() {
      return created;
    },
    /** @returns account ids by reference. */
    async of(heads: readonly InvoiceHead[]): Promise<ReadonlyMap<string, string>> {
      const ids = new Map<string, string>();
      const missing = new Map<string, InvoiceHead>();
      for (const head of heads) {
        const reference = buyerReference(head);
        const id = known.get(reference);
        if (id !== undefined) ids.set(reference, id);
        else if (!missing.has(reference)) missing.set(reference, head);
      }
      if (missing.size === 0) return ids;
      const customers = [...missing].map(([reference, head]) => ({
        reference,
        email: `${reference}@${mailDomain}`,
        name: buyerName(head),
        createdAt: head.at.toISOString(),
      }));
      const outcome = await users<Outcome>(importCustomers, { customers });
      created += outcome.importCustomers.created;
      customers.forEach(({ reference }, index) => {
        const id = outcome.importCustomers.userIds[index];
        if (id === undefined) throw new Error('The users room returned no id for a customer.');
        ids.set(reference, id);
        known.set(reference, id);
      });
      return ids;
    },
  };
}

export type BuyerAccounts = ReturnType<typeof buyerAccounts>;
