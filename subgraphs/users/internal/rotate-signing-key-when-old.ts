import { Ctx, Mutation, Resolver } from 'type-graphql';
import type { UsersContext } from '../context';

/** The mutation of a scheduled job; otherwise an old key is only rotated when a token is signed. */
@Resolver()
export class RotateSigningKeyWhenOldOperation {
  @Mutation(() => Boolean, {
    description:
      'Creates the next key if the present one has signed for `auth.signingKeyDays`. True if it did.',
  })
  async rotateSigningKeyWhenOld(@Ctx() { signingKeys }: UsersContext): Promise<boolean> {
    return signingKeys.rotateWhenOld();
  }
}
