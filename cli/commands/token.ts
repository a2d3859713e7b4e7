import { CommandError, needsShop } from '../program/exit-codes';
import { newCommand } from '../program/new-command';
import { printResult } from '../program/results';

async function tokenFor(email: string): Promise<string> {
  const { accessTokenFor } = await import('../running/access-token.js');
  const token = await accessTokenFor('token', email);
  if (token === null) throw new CommandError(`The account ${email} does not exist.`);
  return token;
}

export const tokenCommand = () =>
  newCommand('token', {
    summary: 'Print an access token of an account, in development',
    description: [
      'Lets a script call the API without a sign-in. The shop must be running, or database.users.url must be set.',
    ],
    isDevelopmentOnly: true,
    examples: [['--as customer@example.com', 'prints a token of the demo customer']],
    json: '{ token }',
    exitCodes: needsShop,
  })
    .requiredOption('--as <email>', 'the account')
    .action(async (options) => {
      const token = await tokenFor(options.as);
      printResult(options, { token }, `${token}\n`);
    });
