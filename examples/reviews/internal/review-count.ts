import { Arg, Ctx, ID, Int, Query, Resolver } from 'type-graphql';
import type { ReviewsContext } from '../context';

@Resolver()
export class ReviewCountOperation {
  @Query(() => Int, { description: 'How many reviews of a product there are, hidden ones too.' })
  reviewCount(
    @Arg('sku', () => ID) sku: string,
    @Ctx() { store }: ReviewsContext,
  ): Promise<number> {
    return store.reviews.countOf(sku);
  }
}
