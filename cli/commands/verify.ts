import { kinds } from '../../verify/disagreement';
import { httpUrl } from '../program/arguments';
import { needsShop } from '../program/exit-codes';
import { newCommand } from '../program/new-command';
import { verifyExitCode } from '../verify/exit-codes';

const kindList = Object.entries(kinds)
  .map(([kind, what]) => `  ${kind.padEnd(30)} ${what}`)
  .join('\n');

export const verifyCommand = () =>
  newCommand('verify', {
    summary: 'Compare orders, stock and payments with each other',
    description: [
      'Compares every order with its lines, shipments, timeline, effects, reservation and its payments at the provider (the ledger of the sandbox, or what Stripe lists), and the stock with its movements. Verifies the audit log as `audit verify` does, and prints its latest link.',
      'Writes nothing, and may run while the shop is busy: apparent disagreements are checked again. The shop must be running, or the URLs of all databases must be set.',
      'Prints each disagreement with its ids on a line, and a summary.',
    ],
    examples: [
      ['', 'compares everything, payments with the provider of the configuration'],
      ['--json --without-ledger', 'leaves payments out, and prints for a program'],
    ],
    json: 'an object per line and disagreement: { kind, subject, expected, found }',
    exitCodes: {
      ...needsShop,
      0: 'everything agrees',
      [verifyExitCode.disagreements]: 'something does not agree',
      [verifyExitCode.notCompared]: 'could not be checked, or called with wrong arguments',
    },
  })
    .option(
      '--ledger <url>',
      'a ledger as JSON lines, instead of that of the configured provider',
      httpUrl,
    )
    .option('--without-ledger', 'does not compare payments')
    .addHelpText('after', `\nWhat is compared:\n${kindList}`)
    .action(async (options) => {
      const { runVerify } = await import('../verify/run.js');
      if (!(await runVerify(options))) process.exitCode = verifyExitCode.disagreements;
    });
