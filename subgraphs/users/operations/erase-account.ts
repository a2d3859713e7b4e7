import { Arg, Ctx, Field, Mutation, ObjectType, Resolver } from 'type-graphql';
import { actorOf } from '../../../platform/auth/viewer';
import { publicError } from '../../../platform/graphql/errors';
import { outcomeUnion } from '../../../platform/graphql/outcome-union';
import { DateTime } from '../../../platform/graphql/scalars';
import type { UsersContext } from '../context';
import { InvalidCredentialsError } from '../schema/session';
import { confirmPassword } from '../workflows/confirm-password';

@ObjectType({ simpleResolvers: true })
export class AccountErased {
  @Field(() => DateTime)
  at: Date;
}

const EraseAccountResult = outcomeUnion(
  'EraseAccountResult',
  'The account is no more, or its password was another one.',
  AccountErased,
  [InvalidCredentialsError],
);

@Resolver()
export class EraseAccountOperation {
  @Mutation(() => EraseAccountResult, {
    nullable: true,
    description:
      'Removes your account with all that identifies you: name, e-mail address, addresses, ' +
      'sessions and API keys. Orders stay, without it, also those on ' +
      'their way: one that is not shipped can only be cancelled then. It cannot be undone. The last ADMIN stays: ' +
      'FORBIDDEN.',
  })
  async eraseAccount(
    @Arg('password', () => String) password: string,
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
      throw publicError('FORBIDDEN', 'The last ADMIN cannot be erased: assign another one first.');
    }
    await orders.tellOfErasure(context);
    return { at: new Date() };
  }
}
