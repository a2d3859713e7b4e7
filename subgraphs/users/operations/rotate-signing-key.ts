import { Ctx, Field, ID, Mutation, ObjectType, Resolver } from 'type-graphql';
import { actorOf } from '../../../platform/auth/viewer';
import { DateTime } from '../../../platform/graphql/scalars';
import type { UsersContext } from '../context';

@ObjectType({ simpleResolvers: true })
export class NextSigningKey {
  @Field(() => ID)
  kid: string;

  @Field(() => DateTime)
  signsFrom: Date;
}

@Resolver()
export class RotateSigningKeyOperation {
  @Mutation(() => NextSigningKey, {
    description:
      'Makes the key that signs access tokens from a moment on. The one before is published until ' +
      'the last token that it signed has expired.',
  })
  async rotateSigningKey(@Ctx() { signingKeys, viewer }: UsersContext): Promise<NextSigningKey> {
    return signingKeys.rotate(actorOf(viewer));
  }
}
