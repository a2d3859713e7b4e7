import { Option } from '@commander-js/extra-typings';
import { loaded } from '../program/loaded';
import { newCommand } from '../program/new-command';
import { flagOf, questions } from '../setup/questions';

export function setupCommand() {
  const command = newCommand('setup', {
    summary: 'Set up a shop of your own in this folder',
    description: [
      'From an empty folder to a shop that may sell: asks for each option that is not given, on a terminal or from piped lines, or takes the defaults with --yes. Writes config.yaml, and secrets into files that only this account can read. Migrates the databases, and creates the first administrator and the first warehouse. Says what is left to do.',
      'The second factor of the administrator is shown once, as a QR code on standard error; with --yes it is written with the recovery codes into administrator.txt, which only this account can read.',
      'A second run changes only what its options name, and asks only what belongs to them. --country adds countries, or replaces their terms.',
      'Arguments are visible to other accounts of this machine while the command runs: @FILE takes the value of an option from a file.',
    ],
    examples: [
      ['', 'asks what a shop needs'],
      [
        '--yes --name Oak --currency EUR --country DE=19/4.90 --public-url https://api.example.com --provider sandbox --admin-email ada@example.com',
        'sets up a shop behind a proxy on this machine that plays payments',
      ],
      [
        '--yes --provider stripe --stripe-key @stripe-key --stripe-webhook-secret @stripe-webhook',
        'takes real money from the next start on',
      ],
    ],
    json: '{ files, administratorFile, administrator: { email, isNew }, warehouse: { code, isNew }, next }',
  }).option('--yes', 'asks nothing: what is not given has its default');
  for (const question of questions) {
    command.addOption(new Option(`${flagOf(question)} <${question.value}>`, question.text));
  }
  return command.action(loaded(async () => (await import('../setup/run.js')).runSetup));
}
