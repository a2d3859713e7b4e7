import type { FilledShop } from '../fill/filled-shop';
import type { Call } from './closed-loop';
import type { ReadQuery } from './read-queries';

/**
 * Asks these queries one after the other, again and again, each as who may.
 * @throws Error, from the call, when one is not answered in full: it would be fast for nothing.
 */
export function reading({ shop, tokens }: FilledShop, queries: readonly ReadQuery[]): Call {
  let asked = 0;
  return async () => {
    const query = queries[asked % queries.length];
    asked += 1;
    if (!query) throw new Error('There is nothing to ask.');
    const { data, errors } = await shop.ask(query.query, {}, tokens[query.asker]);
    if (errors || !data || Object.values(data).includes(null)) {
      throw new Error(`${query.name}: ${JSON.stringify(errors ?? data)}`);
    }
    return 'answered';
  };
}
