import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { isUuid } from '../../../platform/values/uuid';
import type { UsersContext } from '../context';
import { MailRecipient } from '../schema/mail-recipient';

@Resolver()
export class MailRecipientOperation {
  @Query(() => MailRecipient, {
    nullable: true,
    description:
      'The e-mail address and language of an account, for a caller that sends a mail now; e-mail ' +
      'addresses are stored here alone. Null if the account is erased.',
  })
  async mailRecipient(
    @Arg('userId', () => ID) userId: string,
    @Ctx() { store }: UsersContext,
  ): Promise<MailRecipient | null> {
    if (!isUuid(userId)) return null;
    return store.accounts.byId(userId);
  }
}
