import { Arg, Ctx, Field, Mutation, ObjectType, Resolver } from 'type-graphql';
import { actorOf } from '../../../platform/auth/viewer';
import { publicError } from '../../../platform/graphql/errors';
import { outcomeUnion } from '../../../platform/graphql/outcome-union';
import { DateTime } from '../../../platform/graphql/scalars';
import type { UsersContext } from '../context';
import { InvalidCredentialsError } from '../schema/session';
import { confirmPassword } from '../workflows/confirm-password';

@ObjectType({
  simpleResolvers: true,
  description: 'Confirms that the account is erased. It cannot be restored.',
})
export class AccountErased {
  @Field(() => DateTime, { description: 'When the account was erased.' })
  at: Date;
}

const EraseAccountResult = outcomeUnion(
  'EraseAccountResult',
  'The confirmation, or an error if the password is wrong.',
  AccountErased,
  [InvalidCredentialsError],
);

@Resolver()
export class EraseAccountOperation {
  @Mutation(() => EraseAccountResult, {
    nullable: true,
    description:
      'Erases your account, addresses, sessions and API keys. Orders stay, without your identity; unshipped ones can only be cancelled. FORBIDDEN for API keys.',
  })
  async eraseAccount(
    @Arg('password', () => String, {
      description: 'Your current password. Erasing the last ADMIN is FORBIDDEN.',
    })
    password: string,
    @Ctx() context: UsersContext,
  ): Promise<AccountErased | InvalidCredentialsError> {
    const { store, orders, viewer } = context;
    const outcome = await confirmPassword(context, password, ({ id }) =>
      store.credentials.erase(viewer, id, {
        actor: actorOf(viewer),
        action: 'user.erase',
        subject: `User:${id}`,
        detail: null,
      }),
    );
    if (outcome === null) return new InvalidCredentialsError();
    if (outcome === 'last-admin') {
      throw publicError(
        'FORBIDDEN',
        'The last ADMIN cannot be erased. Assign the role to another account first.',
      );
    }
    await orders.notifyOfErasure(context);
    return { at: new Date() };
  }
}
