import { parseArgs } from 'node:util';
import { callUsers } from './call-users';

const help = `npm run -s token -- --as EMAIL

Prints an access token of the account, so that a script need not sign in. Works in development only.
The shop must be running, or database.users.url must be set.

  --as EMAIL   the account, e.g. customer@example.com
`;

async function tokenFor(email: string): Promise<string | null> {
  const { accessTokenFor } = await callUsers<{ accessTokenFor: string | null }>(
    'token',
    'query ($email: String!) { accessTokenFor(email: $email) }',
    { email },
  );
  return accessTokenFor;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { as: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) {
    process.stdout.write(help);
    return;
  }
  if (!values.as) throw new Error('Name the account: npm run -s token -- --as EMAIL');
  const token = await tokenFor(values.as);
  if (token === null) throw new Error(`The account ${values.as} does not exist.`);
  process.stdout.write(`${token}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
