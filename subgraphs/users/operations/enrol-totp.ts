import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { badUserInput, forbidden } from '../../../platform/graphql/errors';
import type { UsersContext } from '../context';
import { mayEnrolHours } from '../domain/second-factor';
import { TotpEnrolment } from '../schema/second-factor';
import { ownAccount } from '../visibility';
import { entryBy } from '../workflows/audit-entries';
import { confirmPassword } from '../workflows/confirm-password';
import { demandVerifiedEmail } from '../workflows/verified-email';

const tooLate = () =>
  forbidden(
    undefined,
    `Staff may enrol within ${mayEnrolHours} hours. Ask an ADMIN to reset your second factor.`,
  );

@Resolver()
export class EnrolTotpOperation {
  @Mutation(() => TotpEnrolment, {
    nullable: true,
    description:
      'Creates a secret for an authenticator app; `confirmTotp` switches it on within an hour. BAD_USER_INPUT for a wrong password or an unverified e-mail address. FORBIDDEN for API keys.',
  })
  async enrolTotp(
    @Arg('password', () => String, {
      description: 'Your current password. A wrong one counts as a failed sign-in.',
    })
    password: string,
    @Ctx() context: UsersContext,
  ): Promise<TotpEnrolment> {
    const { store, viewer, secondFactorCodes, staffSecondFactor } = context;
    demandVerifiedEmail(await ownAccount(context));
    const started = await confirmPassword(context, password, async (account) => {
      const { enrolment, secretSealed } = secondFactorCodes.newSecret(account);
      const entry = entryBy(viewer, 'second_factor.enrol', `User:${account.id}`);
      const request = { actor: viewer, userId: account.id, entry };
      const outcome = await store.secondFactors.begin(request, secretSealed, staffSecondFactor);
      return { outcome, enrolment };
    });
    if (started === null) throw badUserInput('The password is wrong.', 'password');
    const { outcome, enrolment } = started;
    if (outcome === 'too-late') throw tooLate();
    if (outcome === 'begun') return enrolment;
    throw badUserInput('You have a second factor already. Remove it first.');
  }
}
