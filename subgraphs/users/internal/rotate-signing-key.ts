import { Ctx, Mutation, Resolver } from 'type-graphql';
import { actorOf } from '../../../platform/requests/viewer';
import type { UsersContext } from '../context';
import { NextSigningKey } from '../schema/signing-key';

@Resolver()
export class RotateSigningKeyOperation {
  @Mutation(() => NextSigningKey, {
    description:
      'Creates the key that will sign access tokens. The previous one is published until the last ' +
      'token that it signed has expired.',
  })
  async rotateSigningKey(@Ctx() { signingKeys, viewer }: UsersContext): Promise<NextSigningKey> {
    return signingKeys.rotate(actorOf(viewer));
  }
}
