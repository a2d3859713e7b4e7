import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { badUserInput } from '../../../platform/graphql/errors';
import { isUuid } from '../../../platform/values/uuid';
import type { UsersContext } from '../context';
import { PreparedMail } from '../schema/prepared-mail';

const sha256Bytes = 32;

@Resolver()
export class PrepareMailOperation {
  @Mutation(() => PreparedMail, {
    nullable: true,
    description:
      'Looks up the account of a mail that is sent now, and stores the hash of its token unless ' +
      'that kind has none. Null if the mail is not needed: it was sent, or there is no account.',
  })
  async prepareMail(
    @Arg('id', () => ID) id: string,
    @Arg('tokenHash', () => String, { description: 'SHA-256 hash of the token in Base64url.' })
    written: string,
    @Ctx() { store }: UsersContext,
  ): Promise<PreparedMail | null> {
    if (!isUuid(id)) throw badUserInput('`id` must be a UUID.');
    const tokenHash = Buffer.from(written, 'base64url');
    if (tokenHash.length !== sha256Bytes) throw badUserInput('`tokenHash` must be SHA-256.');
    return store.mails.prepare(id, tokenHash);
  }
}
