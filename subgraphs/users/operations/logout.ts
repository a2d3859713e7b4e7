import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { UsersContext } from '../context';

@Resolver()
export class LogoutOperation {
  @Mutation(() => Boolean, {
    nullable: true,
    description:
      'Ends the session that a refresh token belongs to. True also when it had ended before, as ' +
      'for an unknown token (RFC 7009, section 2.2).',
  })
  async logout(
    @Arg('refreshToken', () => String) refreshToken: string,
    @Ctx() { sessions }: UsersContext,
  ): Promise<boolean> {
    await sessions.end(refreshToken);
    return true;
  }
}
