import type { Database } from '../../../platform/database/pool';
import { reviewStore } from './reviews';

export type ReviewsStore = ReturnType<typeof reviewsStore>;

/** All that reviews keeps, one object a table. */
export function reviewsStore(pool: Database) {
  return {
    reviews: reviewStore(pool),
    close: () => pool.end(),
  };
}
