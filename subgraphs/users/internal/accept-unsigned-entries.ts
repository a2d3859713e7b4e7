import { Ctx, Int, Mutation, Resolver } from 'type-graphql';
import type { UsersContext } from '../context';

@Resolver()
export class AcceptUnsignedEntriesOperation {
  @Mutation(() => Int, {
    description:
      'Accepts the audit entries that a version without keys has written while this one runs. Returns their number.',
  })
  acceptUnsignedEntries(@Ctx() { auditChain }: UsersContext): Promise<number> {
    return auditChain.acceptUnsigned();
  }
}
