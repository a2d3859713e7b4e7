import DataLoader from 'dataloader';
import { isUuid } from '../../platform/values/uuid';
import type { ReviewsStore } from './store';
import type { ReviewRow } from './store/reviews';

export type ReviewsLoaders = ReturnType<typeof reviewsLoaders>;

/** One loader a key. They live as long as one request, so nothing here is ever stale. */
export function reviewsLoaders(store: ReviewsStore) {
  return {
    reviewById: new DataLoader<string, ReviewRow | null>(async (ids) => {
      const rows = await store.reviews.byId(ids.filter(isUuid));
      const found = new Map(rows.map((row) => [row.id, row]));
      return ids.map((id) => found.get(id.toLowerCase()) ?? null);
    }),
  };
}
