import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { ReviewsContext } from '../context';
import { Review, reviewOf } from '../schema/review';
import { visibleReview } from '../visibility';

@Resolver()
export class ReviewOperation {
  @Query(() => Review, {
    nullable: true,
    description: 'One review by its id; null where there is none, or it is hidden.',
  })
  async review(
    @Arg('id', () => ID, { description: 'Which review is to be read.' }) id: string,
    @Ctx() { loaders, metrics, viewer }: ReviewsContext,
  ): Promise<Review | null> {
    const row = visibleReview(await loaders.reviewById.load(id), viewer);
    metrics.read.inc({ outcome: row === null ? 'missing' : 'found' });
    return row === null ? null : reviewOf(row);
  }
}
