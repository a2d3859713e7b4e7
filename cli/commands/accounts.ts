import { needsShop } from '../program/exit-codes';
import { newCommand, newGroup } from '../program/new-command';
import { printResult } from '../program/results';

const mutation = `mutation ($userId: ID!) {
  isErased: eraseAccountByOperator(userId: $userId)
}`;

interface Outcome {
  readonly erased: readonly string[];
  /** Accounts that do not exist, or are erased already. */
  readonly unknown: readonly string[];
}

async function erase(ids: readonly string[]): Promise<Outcome> {
  const { callUsers } = await import('../running/call-users.js');
  const erased: string[] = [];
  const unknown: string[] = [];
  for (const userId of ids) {
    const { isErased } = await callUsers<{ isErased: boolean }>('accounts', mutation, { userId });
    (isErased ? erased : unknown).push(userId);
  }
  return { erased, unknown };
}

function textOf({ erased, unknown }: Outcome): string {
  const counts = `erased: ${erased.length}, unknown: ${unknown.length}`;
  const named = unknown.length === 0 ? '' : ` (${unknown.join(', ')})`;
  return `${counts}${named}${erased.length === 0 ? '. Nothing was changed.' : ''}\n`;
}

const eraseCommand = () =>
  newCommand('erase', {
    summary: 'Erase accounts again that a restored backup has brought back',
    description: [
      'For accounts whose owners erased them after the moment of the restore: the log lines "account erased" have their ids. Does what eraseAccount does: the account is deleted at once, and the person is removed from its orders within a minute while the shop runs. Ids that do not exist are skipped.',
      'The shop must be running, or database.users.url must be set.',
    ],
    examples: [
      ['--id 019f3a3e-5b7c-7d1a-9e4f-3c2b1a0d9e8f', 'erases the account with this id, for good'],
    ],
    json: '{ erased, unknown }',
    exitCodes: needsShop,
  })
    .requiredOption('--id <id...>', 'ids of the accounts')
    .action(async (options) => {
      const outcome = await erase(options.id);
      printResult(options, outcome, textOf(outcome));
    });

export const accountsCommand = () =>
  newGroup('accounts', 'Erase accounts again after a restore', [eraseCommand()]);
