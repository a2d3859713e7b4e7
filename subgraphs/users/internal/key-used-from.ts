import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { badUserInput } from '../../../platform/graphql/errors';
import { isUuid } from '../../../platform/values/uuid';
import type { UsersContext } from '../context';

/** An IPv6 address, or its network, as the gateway counts it. */
const addressCharactersMax = 64;

@Resolver()
export class KeyUsedFromOperation {
  @Mutation(() => Boolean, {
    description: 'Records from which network address an API key is used. Unknown keys are ignored.',
  })
  async keyUsedFrom(
    @Arg('keyId', () => ID) keyId: string,
    @Arg('address', () => String) address: string,
    @Ctx() { store }: UsersContext,
  ): Promise<boolean> {
    if (!isUuid(keyId) || address.length > addressCharactersMax) {
      throw badUserInput('`keyId` must be an id, and `address` a network address.');
    }
    await store.keyAddresses.record(keyId, address);
    return true;
  }
}
