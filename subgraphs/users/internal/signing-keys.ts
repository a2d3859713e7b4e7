import { Ctx, Query, Resolver } from 'type-graphql';
import type { UsersContext } from '../context';
import { SigningKey } from '../schema/signing-key';

@Resolver()
export class SigningKeysOperation {
  @Query(() => [SigningKey], {
    description: 'All keys whose tokens may still be valid, newest first. Creates the first key.',
  })
  async signingKeys(@Ctx() { signingKeys }: UsersContext): Promise<SigningKey[]> {
    return signingKeys.published();
  }
}
