import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { badUserInput } from '../../../platform/graphql/errors';
import { isUuid } from '../../../platform/values/uuid';
import type { UsersContext } from '../context';
import { PreparedMail } from '../schema/prepared-mail';

const sha256Bytes = 32;

/** @throws BAD_USER_INPUT unless it is a SHA-256 hash in Base64url. */
function hashOf(written: string, argument: string): Buffer {
  const hash = Buffer.from(written, 'base64url');
  if (hash.length !== sha256Bytes) throw badUserInput(`\`${argument}\` must be SHA-256.`);
  return hash;
}

@Resolver()
export class PrepareMailOperation {
  @Mutation(() => PreparedMail, {
    nullable: true,
    description:
      'Looks up the account of a mail that is sent now, and stores the hashes of the tokens that ' +
      'it has. Null if the mail is not needed: it was sent, or there is no account.',
  })
  async prepareMail(
    @Arg('id', () => ID) id: string,
    @Arg('tokenHash', () => String, { description: 'SHA-256 hash of the token in Base64url.' })
    tokenHash: string,
    @Arg('disownHash', () => String, {
      description: 'The same of the token that disowns the change.',
    })
    disownHash: string,
    @Ctx() { store }: UsersContext,
  ): Promise<PreparedMail | null> {
    if (!isUuid(id)) throw badUserInput('`id` must be a UUID.');
    return store.mails.prepare(id, {
      tokenHash: hashOf(tokenHash, 'tokenHash'),
      disownHash: hashOf(disownHash, 'disownHash'),
    });
  }
}
