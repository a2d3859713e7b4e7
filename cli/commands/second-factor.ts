import { CommandError, needsShop } from '../program/exit-codes';
import { newCommand, newGroup } from '../program/new-command';
import { printResult } from '../program/results';

/** @returns whether the account had a second factor. */
async function reset(email: string): Promise<boolean> {
  const { callUsers } = await import('../running/call-users.js');
  const { resetSecondFactorByOperator: isRemoved } = await callUsers<{
    resetSecondFactorByOperator: boolean | null;
  }>('second-factor', 'mutation ($email: String!) { resetSecondFactorByOperator(email: $email) }', {
    email,
  });
  if (isRemoved === null) throw new CommandError(`The account ${email} does not exist.`);
  return isRemoved;
}

const resetCommand = () =>
  newCommand('reset', {
    summary: 'Remove the lost second factor of an account',
    description: [
      'Removes it together with the recovery codes. The account can sign in with its password and enrol another one, as staff within 24 hours.',
      'For the last ADMIN, and for staff from before auth.staffSecondFactor was on: otherwise an ADMIN calls resetSecondFactor. The shop must be running, or database.users.url must be set.',
    ],
    examples: [['--email admin@example.com', 'lets the administrator enrol another one']],
    json: '{ email, removed }',
    exitCodes: needsShop,
  })
    .requiredOption('--email <email>', 'the account')
    .action(async (options) => {
      const { email } = options;
      const isRemoved = await reset(email);
      const text = isRemoved
        ? `${email} has no second factor now, and can enrol another one.\n`
        : `${email} had no second factor before, and can enrol one.\n`;
      printResult(options, { email, removed: isRemoved }, text);
    });

export const secondFactorCommand = () =>
  newGroup('second-factor', 'Reset the second factor of an account', [resetCommand()]);
