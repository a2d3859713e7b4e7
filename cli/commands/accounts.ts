import { CommandError, NotRunningError, needsShop } from '../program/exit-codes';
import { newCommand, newGroup } from '../program/new-command';
import { messageOf, printResult } from '../program/results';

const mutation = `mutation ($userId: ID!) {
  isErased: eraseAccountByOperator(userId: $userId)
}`;

interface Outcome {
  readonly erased: readonly string[];
  /** Accounts that do not exist, or are erased already. */
  readonly unknown: readonly string[];
}

/** @returns whether there was such an account. */
async function erase(userId: string): Promise<boolean> {
  const { callUsers } = await import('../running/call-users.js');
  const { isErased } = await callUsers<{ isErased: boolean }>('accounts', mutation, { userId });
  return isErased;
}

/** @throws CommandError that names the account which was not erased, and those which were. */
export async function eraseAll(
  ids: readonly string[],
  eraseOne: (id: string) => Promise<boolean>,
): Promise<Outcome> {
  const erased: string[] = [];
  const unknown: string[] = [];
  for (const id of new Set(ids)) {
    const isErased = await eraseOne(id).catch((cause: unknown) => {
      if (erased.length === 0 && cause instanceof NotRunningError) throw cause;
      const before = erased.length === 0 ? 'none' : erased.join(', ');
      const message = `${id} was not erased, nor was any account after it. Erased before it: ${before}. ${messageOf(cause)}`;
      throw new CommandError(message, undefined, { cause });
    });
    (isErased ? erased : unknown).push(id);
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
      const outcome = await eraseAll(options.id, erase);
      printResult(options, outcome, textOf(outcome));
    });

export const accountsCommand = () =>
  newGroup('accounts', 'Erase accounts again after a restore', [eraseCommand()]);
