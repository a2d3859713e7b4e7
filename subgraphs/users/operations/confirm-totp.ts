import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { UsersContext } from '../context';
import { ConfirmTotpResult } from '../schema/confirm-totp.result';
import { InvalidCredentialsError } from '../schema/session';
import { ownAccount } from '../visibility';
import { entryBy } from '../workflows/audit-entries';
import { demandVerifiedEmail } from '../workflows/verified-email';
import { demandFewFailures, recordWrongCode } from '../workflows/wrong-code';

const refused = () =>
  new InvalidCredentialsError(
    'The code is wrong, or the enrolment has expired. Check the clock of the device, or call `enrolTotp` again.',
  );

@Resolver()
export class ConfirmTotpOperation {
  @Mutation(() => ConfirmTotpResult, {
    nullable: true,
    description:
      'Switches the second factor of `enrolTotp` on. From the next sign-in on a code is needed; sessions continue. FORBIDDEN for API keys.',
  })
  async confirmTotp(
    @Arg('code', () => String, {
      description: 'Six digits that the app shows for the new secret. They cannot be used again.',
    })
    code: string,
    @Ctx() context: UsersContext,
  ): Promise<ConfirmTotpResult> {
    const { store, viewer, secondFactorCodes } = context;
    const account = await ownAccount(context);
    demandVerifiedEmail(account);
    const { id } = account;
    await demandFewFailures(context, account);
    const { codes, hashes } = secondFactorCodes.newRecoveryCodes(id);
    const entry = entryBy(viewer, 'second_factor.confirm', `User:${id}`);
    const outcome = await store.secondFactors.confirm(
      { actor: viewer, userId: id, entry },
      secondFactorCodes.stepOf(id, code),
      hashes,
    );
    if (outcome === 'confirmed') {
      context.mails.wake();
      return { codes };
    }
    await recordWrongCode(context, account);
    return refused();
  }
}
