import { requestLoaders } from '../../platform/graphql/request-loaders';
import type { RequestScope } from '../../platform/graphql/request-scope';
import { type ReviewsLoaders, reviewsLoaders } from './loaders';
import type { ReviewsMetrics } from './metrics';
import type { ReviewsStore } from './store';

/** What every request of a process shares. */
export interface ReviewsDependencies {
  readonly store: ReviewsStore;
  readonly metrics: ReviewsMetrics;
}

/** What a resolver of reviews receives. */
export interface ReviewsContext extends RequestScope, ReviewsDependencies {
  readonly loaders: ReviewsLoaders;
}

export function reviewsContext(
  scope: RequestScope,
  dependencies: ReviewsDependencies,
): ReviewsContext {
  return { ...scope, ...dependencies, ...requestLoaders(() => reviewsLoaders(dependencies.store)) };
}
