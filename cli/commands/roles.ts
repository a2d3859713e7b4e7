import { Option } from '@commander-js/extra-typings';
import { roles } from '../../access/roles';
import { CommandError, needsShop } from '../program/exit-codes';
import { newCommand, newGroup } from '../program/new-command';
import { printResult } from '../program/results';

interface Assigned {
  readonly changed: boolean;
  readonly refusal: string | null;
}

const mutation = `mutation ($email: String!, $roles: [Role!]!) {
  assignRolesByOperator(email: $email, roles: $roles) { changed refusal }
}`;

/** @returns whether the roles were others before. */
async function assign(email: string, assigned: readonly string[]): Promise<boolean> {
  const { callUsers } = await import('../running/call-users.js');
  const { assignRolesByOperator: result } = await callUsers<{ assignRolesByOperator: Assigned }>(
    'roles',
    mutation,
    { email, roles: assigned },
  );
  if (result.refusal !== null) throw new CommandError(`${email}: ${result.refusal}`);
  return result.changed;
}

const setCommand = () =>
  newCommand('set', {
    summary: 'Replace the roles of an account',
    description: [
      'For the first ADMIN of a shop; later an ADMIN calls assignRoles. The account registers first and, where auth.staffSecondFactor is on, enrols a second factor. Its access tokens end within 5 s.',
      'The shop must be running, or database.users.url must be set.',
    ],
    examples: [['--email ada@example.com --role ADMIN', 'makes the account an administrator']],
    json: '{ email, roles, changed }',
    exitCodes: needsShop,
  })
    .requiredOption('--email <email>', 'the account')
    .addOption(
      new Option('--role <role...>', 'its roles; it loses all others')
        .choices(roles)
        .makeOptionMandatory(),
    )
    .action(async (options) => {
      const { email } = options;
      const assigned = [...new Set(options.role)];
      const changed = await assign(email, assigned);
      const text = changed
        ? `${email} is ${assigned.join(', ')} now.`
        : `${email} was ${assigned.join(', ')} before. Nothing was changed.`;
      printResult(options, { email, roles: assigned, changed }, `${text}\n`);
    });

export const rolesCommand = () => newGroup('roles', 'Set the roles of an account', [setCommand()]);
