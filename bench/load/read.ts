import type { Call } from '../../testing/load/closed-loop';
import type { FilledShop } from '../filled-shop';
import type { ReadQuery } from './read-queries';

/**
 * @returns a call that runs the queries in turn, each with a permitted caller. It throws when a
 * response is incomplete, because such a response would be too fast.
 */
export function reading({ shop, tokens }: FilledShop, queries: readonly ReadQuery[]): Call {
  let count = 0;
  return async () => {
    const query = queries[count % queries.length];
    count += 1;
    if (!query) throw new Error('There are no queries to run.');
    const { data, errors } = await shop.ask(query.query, {}, tokens[query.asker]);
    if (errors || !data || Object.values(data).includes(null)) {
      throw new Error(`${query.name}: ${JSON.stringify(errors ?? data)}`);
    }
    return 'answered';
  };
}
