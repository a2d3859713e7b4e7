import { Ctx, Mutation, Resolver } from 'type-graphql';
import type { OrdersContext } from '../context';

@Resolver()
export class AccountMailsAddedOperation {
  @Mutation(() => Boolean, {
    description:
      'Notifies that users has stored mails to be sent. Reads which ones from users, so that no ' +
      'caller can choose what is sent; returns before they are read.',
  })
  accountMailsAdded(@Ctx() { accountMails }: OrdersContext): boolean {
    accountMails.schedule();
    return true;
  }
}
