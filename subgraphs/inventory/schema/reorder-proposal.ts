import { Field, Int } from 'type-graphql';
import { PlainType } from '../../../platform/graphql/plain-type';

/** `warehouse` is resolved in `operations/reorder-proposal.ts`. */
@PlainType('A reorder point for one warehouse that follows from expected demand. Visible to staff.')
export class ReorderProposal {
  @Field(() => Int, {
    description:
      'Available units at which to reorder, so that they last until the goods arrive. Take it over with `setReorderPoints`.',
  })
  reorderPoint: number;
}
