import { LRUCache } from 'lru-cache';
import { msPerMinute } from '../../platform/values/time';
import { type BuyerAccounts, buyerReference } from '../import/customers';
import type { InvoiceHead } from '../import/line';
import type { Ask } from '../import/rooms';

/**
 * Access tokens that a replay keeps.
 * @exceeded made again
 */
const tokensMax = 10_000;
const share = 0.5;

const accessTokenFor = 'query ($email: String!) { accessTokenFor(email: $email) }';

/**
 * Access tokens of buyers, renewed at half their lifetime. Missing accounts are created. In
 * production the users room issues none.
 */
export function buyerTokens(users: Ask, accounts: BuyerAccounts, lifeMinutes: number) {
  const known = new LRUCache<string, Promise<string>>({
    max: tokensMax,
    ttl: lifeMinutes * msPerMinute * share,
  });
  const ask = async (reference: string, head: InvoiceHead): Promise<string> => {
    await accounts.of([head]);
    const email = `${reference}@import.invalid`;
    const answer = await users<{ accessTokenFor: string | null }>(accessTokenFor, { email });
    if (answer.accessTokenFor === null) throw new Error(`The account ${email} does not exist.`);
    return answer.accessTokenFor;
  };
  return (head: InvoiceHead): Promise<string> => {
    const reference = buyerReference(head);
    const token = known.get(reference) ?? ask(reference, head);
    known.set(reference, token, { noUpdateTTL: true });
    // A failed request is retried by the next order.
    token.catch(() => known.delete(reference));
    return token;
  };
}
