import { needsShop } from '../program/exit-codes';
import { newCommand, newGroup } from '../program/new-command';
import { printResult } from '../program/results';

interface NextKey {
  readonly kid: string;
  readonly signsFrom: string;
}

async function rotate(): Promise<NextKey> {
  const { callUsers } = await import('../call-users.js');
  const { rotateSigningKey } = await callUsers<{ rotateSigningKey: NextKey }>(
    'keys',
    'mutation { rotateSigningKey { kid signsFrom } }',
    {},
  );
  return rotateSigningKey;
}

const rotateCommand = () =>
  newCommand('rotate', {
    summary: 'Create a new key that signs access tokens',
    description: [
      'It is published at once and used everywhere within little more than a minute; the previous key stays published until the last token signed with it expires. Nobody is signed out. Keys are rotated automatically after auth.signingKeyDays (30 by default).',
      'The shop must be running, or database.users.url must be set.',
    ],
    examples: [['', 'prints the id of the new key, and when it begins to sign']],
    json: '{ kid, signsFrom }',
    exitCodes: needsShop,
  }).action(async (options) => {
    const key = await rotate();
    printResult(options, key, `${key.kid} signs access tokens from ${String(key.signsFrom)}.\n`);
  });

export const keysCommand = () =>
  newGroup('keys', 'Rotate the key that signs access tokens', [rotateCommand()]);
