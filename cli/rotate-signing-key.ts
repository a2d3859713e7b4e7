import { parseArgs } from 'node:util';
import { callUsers } from './call-users';

const help = `npm run keys -- rotate

Creates a new key to sign access tokens. It is published at once and used everywhere within little
more than a minute; the previous key stays published until the last token signed with it expires.
Nobody is signed out. The shop must be running, or database.users.url must be set.
Keys are rotated automatically after 90 days.
`;

interface NextKey {
  readonly kid: string;
  readonly signsFrom: Date;
}

async function rotate(): Promise<NextKey> {
  const { rotateSigningKey } = await callUsers<{ rotateSigningKey: NextKey }>(
    'keys',
    'mutation { rotateSigningKey { kid signsFrom } }',
    {},
  );
  return rotateSigningKey;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { help: { type: 'boolean', short: 'h' } },
    allowPositionals: true,
  });
  if (values.help) {
    process.stdout.write(help);
    return;
  }
  const [command, ...others] = positionals;
  if (command !== 'rotate' || others.length > 0) throw new Error(help.trimEnd());
  const { kid, signsFrom } = await rotate();
  process.stdout.write(`${kid} signs access tokens from ${String(signsFrom)}.\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
