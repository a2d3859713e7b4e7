import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { badUserInput, rateLimited } from '../../../platform/graphql/errors';
import type { UsersContext } from '../context';
import type { SecondFactorMethod } from '../domain/second-factor';
import { entryBy } from '../workflows/audit-entries';
import { confirmPassword } from '../workflows/confirm-password';
import { recordWrongCode } from '../workflows/wrong-code';

/** Recovery codes are longer and have letters. */
const methodOf = (code: string): SecondFactorMethod =>
  /^[\d ]*$/.test(code) ? 'TOTP' : 'RECOVERY_CODE';

@Resolver()
export class RemoveSecondFactorOperation {
  @Mutation(() => Boolean, {
    nullable: true,
    description:
      'Switches your second factor off; true also without one. BAD_USER_INPUT for a wrong password or code. FORBIDDEN for API keys.',
  })
  async removeSecondFactor(
    @Arg('password', () => String, {
      description: 'Your current password. A wrong one counts as a failed sign-in.',
    })
    password: string,
    @Arg('code', () => String, {
      description: 'The six digits of the app, or a recovery code. Wrong ones count, too.',
    })
    code: string,
    @Ctx() context: UsersContext,
  ): Promise<boolean> {
    const { store, viewer, secondFactorCodes } = context;
    const checked = await confirmPassword(context, password, async (account) => {
      const { id } = account;
      const entry = entryBy(viewer, 'second_factor.remove', `User:${id}`);
      const proof = secondFactorCodes.proofOf(id, methodOf(code), code);
      const request = { actor: viewer, userId: id, entry };
      return { account, outcome: await store.secondFactors.remove(request, proof) };
    });
    if (checked === null) throw badUserInput('The password is wrong.', 'password');
    const { account, outcome } = checked;
    if (typeof outcome === 'object') throw rateLimited(outcome.limitedSeconds);
    if (outcome !== 'wrong') {
      context.mails.wake();
      return true;
    }
    await recordWrongCode(context, account);
    throw badUserInput('The code is wrong, or was used before.', 'code');
  }
}
