import type { ReferenceResolver } from '../../platform/graphql/federated-schema';
import type { ReviewsContext } from './context';
import { reviewOf } from './schema/review';
import { visibleReview } from './visibility';

/** Federation's side door: the gateway asks for entities by key, and the viewer counts here too. */
export const references: Record<string, ReferenceResolver<ReviewsContext>> = {
  Review: async ({ id }, { loaders, viewer }) => {
    const row = visibleReview(await loaders.reviewById.load(String(id)), viewer);
    return row === null ? null : reviewOf(row);
  },
};
