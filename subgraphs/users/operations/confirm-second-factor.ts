import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { isWellFormedSecretToken, secretTokenHash } from '../../../platform/auth/secret-token';
import { rateLimited } from '../../../platform/graphql/errors';
import type { UsersContext } from '../context';
import { SecondFactorMethod } from '../domain/second-factor';
import { ConfirmSecondFactorResult } from '../schema/confirm-second-factor.result';
import { InvalidCredentialsError } from '../schema/session';
import { demandFewFailures, recordWrongCode } from '../workflows/wrong-code';

/** The same for a wrong code and for a sign-in that has ended. */
const refused = () =>
  new InvalidCredentialsError(
    'The code is wrong or was used before, or the sign-in has ended. Wait for the next code, or sign in again.',
  );

@Resolver()
export class ConfirmSecondFactorOperation {
  @Mutation(() => ConfirmSecondFactorResult, {
    nullable: true,
    description:
      'Completes a sign-in by a code. Five wrong codes end it, and a code works once. Wrong ones count as failed sign-ins.',
  })
  async confirmSecondFactor(
    @Arg('challenge', () => String, { description: 'The challenge that `login` answered.' })
    challenge: string,
    @Arg('method', () => SecondFactorMethod, { description: 'Which kind of code `code` is.' })
    method: SecondFactorMethod,
    @Arg('code', () => String, {
      description: 'The six digits of the authenticator app, or a recovery code.',
    })
    code: string,
    @Ctx() context: UsersContext,
  ): Promise<ConfirmSecondFactorResult> {
    const { store, sessions, secondFactorCodes, metrics } = context;
    if (!isWellFormedSecretToken(challenge)) return refused();
    const hash = secretTokenHash(challenge);
    const account = await store.signInChallenges.accountOf(hash);
    if (account === null) return refused();
    const { userId: id, email } = account;
    if (!account.isKnownDevice) await demandFewFailures(context, { id, email });
    const proof = secondFactorCodes.proofOf(id, method, code);
    const outcome = await sessions.confirm(hash, account, proof);
    if ('session' in outcome) {
      metrics.signIn('signed_in');
      return outcome.session;
    }
    if (outcome.kind === 'limited') throw rateLimited(outcome.limitedSeconds);
    if (outcome.kind === 'wrong') await recordWrongCode(context, { id, email });
    return refused();
  }
}
