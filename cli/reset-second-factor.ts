import { parseArgs } from 'node:util';
import { callUsers } from './call-users';

const help = `npm run second-factor -- reset --email EMAIL

Removes the lost second factor of an account and its recovery codes. It can sign in with its password
and enrol another one, as staff within 24 hours. For the last ADMIN, and for staff from before
auth.staffSecondFactor was on: otherwise an ADMIN calls resetSecondFactor. The shop must be running,
or database.users.url must be set.

  --email EMAIL   the account, e.g. admin@example.com
`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { email: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    allowPositionals: true,
  });
  if (values.help) {
    process.stdout.write(help);
    return;
  }
  const { email } = values;
  const [command, ...others] = positionals;
  if (command !== 'reset' || others.length > 0 || !email) throw new Error(help.trimEnd());
  const { resetSecondFactorByOperator: isDone } = await callUsers<{
    resetSecondFactorByOperator: boolean;
  }>('second-factor', 'mutation ($email: String!) { resetSecondFactorByOperator(email: $email) }', {
    email,
  });
  if (!isDone) throw new Error(`There is no account with the e-mail address ${email}.`);
  process.stdout.write(`${email} has no second factor now, and can enrol another one.\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
