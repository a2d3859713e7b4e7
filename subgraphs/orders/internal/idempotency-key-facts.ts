import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import { checkedFirst } from '../../../platform/graphql/connection';
import { badUserInput } from '../../../platform/graphql/errors';
import { isUuid } from '../../../platform/values/uuid';
import type { KeyFacts } from '../../../verify/facts';
import type { OrdersContext } from '../context';
import { IdempotencyKeyFactsType } from '../schema/idempotency-key-facts';
import { IdempotencyKeyCursor } from '../schema/idempotency-key-facts.input';

const keysMax = 1_000;

@Resolver()
export class IdempotencyKeyFactsOperation {
  @Query(() => [IdempotencyKeyFactsType], {
    description: 'Facts about idempotency keys, in the order of the cursor.',
  })
  idempotencyKeyFacts(
    @Arg('after', () => IdempotencyKeyCursor, { nullable: true })
    after: IdempotencyKeyCursor | null = null,
    @Arg('first', () => Int) first: number,
    @Ctx() { store }: OrdersContext,
  ): Promise<KeyFacts[]> {
    if (after && !isUuid(after.userId)) throw badUserInput('`after.userId` takes a uuid.');
    const isOrder = after?.orderId == null || isUuid(after.orderId);
    if (!isOrder) throw badUserInput('`after.orderId` takes a uuid.');
    return store.integrity.keys(after, checkedFirst(first, keysMax));
  }
}
