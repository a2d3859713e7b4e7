import { InvalidArgumentError } from '@commander-js/extra-typings';
import { type ChainFault, chainFaults } from '../../platform/audit/chain';
import { counted } from '../../platform/values/counted';
import { CommandError, exitCode, needsShop } from '../program/exit-codes';
import { newCommand, newGroup } from '../program/new-command';
import { printResult } from '../program/results';
import { interruptible, withLifecycle } from '../program/with-lifecycle';

const needsUsers = 'The shop must be running, or database.users.url must be set.';
/** An export reads the entries of one piece to their end. */
const stopDeadlineMs = 30_000;
const headPattern = /^\d{1,18}:[0-9a-f]{64}$/;

function heads(text: string, earlier: readonly string[] = []): string[] {
  if (headPattern.test(text)) return [...earlier, text];
  throw new InvalidArgumentError('Expected NUMBER:HASH, as in a published head.');
}

const faultList = Object.entries(chainFaults)
  .map(([fault, what]) => `  ${fault.padEnd(12)} ${what}`)
  .join('\n');

const lineOf = ({ fault, subject }: { readonly fault: ChainFault; readonly subject: string }) =>
  `${fault}  ${subject}: ${chainFaults[fault]}\n`;

const verifyCommand = () =>
  newCommand('verify', {
    summary: 'Verify that the audit log was not tampered with',
    description: [
      'Computes the keyed hash of every entry again, and compares the log with the heads that were published: those in audit-heads in dataFolder, and those given with --head. An entry that was changed, removed, moved or added by the owner of the database is found; so is a log whose end was cut off behind a published head.',
      `Heads are also in the log, as "audit head published". ${needsUsers}`,
    ],
    examples: [
      ['', 'verifies the whole log'],
      ['--head 4711:9f86…', 'compares it with a head that was kept elsewhere, too'],
    ],
    json: '{ entries, head, heads, faults: [{ fault, subject }] }',
    exitCodes: { ...needsShop, [exitCode.failed]: 'the log was tampered with, or it failed' },
  })
    .option('--head <NUMBER:HASH>', 'a published head; may be repeated', heads)
    .addHelpText('after', `\nFaults:\n${faultList}`)
    .action(async (options) => {
      const [{ withUsers }, { verifyAuditLog }] = await Promise.all([
        import('../running/call-users.js'),
        import('../audit/verify.js'),
      ]);
      const given = options.head ?? [];
      const result = await withUsers('audit', (users) => verifyAuditLog(users, given));
      const { entries, faults, head } = result;
      const end = head === null ? '' : ` The log ends in ${head}.`;
      const summary = `Entries: ${entries}, published heads: ${result.heads}, faults: ${faults.length}.${end}\n`;
      printResult(options, result, faults.map(lineOf).join('') + summary);
      if (faults.length > 0) process.exitCode = exitCode.failed;
    });

const exportCommand = () =>
  newCommand('export', {
    summary: 'Write the audit log to a file, with a signature',
    description: [
      'Writes JSON Lines: { seq, hash, keyId, entry } for each entry, oldest first. The last line is an Ed25519 signature over the number of entries, the newest hash and the SHA-256 of the lines before, with the public key, with which an auditor can check it by OpenSSL, without a secret.',
      `The file must not exist; only its owner may read it. ${needsUsers}`,
    ],
    examples: [['audit.jsonl', 'writes the log to audit.jsonl']],
    json: '{ file, entries, head, sha256, keyId }',
    exitCodes: needsShop,
  })
    .argument('<file>', 'the new file')
    .action((file, options) =>
      withLifecycle(options, async (lifecycle) => {
        const [{ withUsers }, { exportAuditLog }] = await Promise.all([
          import('../running/call-users.js'),
          import('../audit/export.js'),
        ]);
        const result = await interruptible(lifecycle, stopDeadlineMs, (signal) =>
          withUsers('audit', (users) => exportAuditLog(users, file, signal)),
        );
        const written = counted(result.entries, 'entry', 'entries');
        const text = `Wrote ${written} to ${file}, signed by key ${result.keyId}.\n`;
        printResult(options, result, text);
      }),
    );

const checkCommand = () =>
  newCommand('check', {
    summary: 'Check the signature of an exported audit log',
    description: [
      'Needs neither the shop nor a secret. Compare the id of the key with the one that you know, such as that in the published heads: anybody can make a file with a key of their own.',
    ],
    examples: [['audit.jsonl --key 3b1f09c2a4d5e6f7', 'fails unless this key has signed the file']],
    json: '{ entries, head, at, keyId }',
    exitCodes: { [exitCode.failed]: 'the file is not as it was signed, or another key signed it' },
  })
    .argument('<file>', 'an exported audit log')
    .option('--key <id>', 'the key that must have signed it')
    .action(async (file, options) => {
      const { checkExport } = await import('../audit/check-export.js');
      const result = await checkExport(file);
      const { at, entries, keyId } = result;
      if (options.key !== undefined && options.key !== keyId) {
        throw new CommandError(`${file} was signed by key ${keyId}, not ${options.key}.`);
      }
      const signed = counted(entries, 'entry', 'entries');
      printResult(options, result, `${signed}, signed by key ${keyId} at ${at}.\n`);
    });

const acceptCommand = () =>
  newCommand('accept', {
    summary: 'Accept entries that a version without keys has written',
    description: [
      'While 1.0.0-rc.1 runs beside this version, it writes entries without a key, which `audit verify` reports as unsigned. Look at them first: the owner of the database can write such entries too. What is accepted is itself an entry of the log, audit.accept.',
      needsUsers,
    ],
    examples: [['', 'accepts the unsigned entries']],
    json: '{ accepted }',
    exitCodes: needsShop,
  }).action(async (options) => {
    const { callUsers } = await import('../running/call-users.js');
    const { acceptUnsignedEntries: accepted } = await callUsers<{ acceptUnsignedEntries: number }>(
      'audit',
      'mutation { acceptUnsignedEntries }',
      {},
    );
    const text =
      accepted === 0
        ? 'No entry is unsigned. Nothing was changed.'
        : `Accepted ${counted(accepted, 'entry', 'entries')}.`;
    printResult(options, { accepted }, `${text}\n`);
  });

export const auditCommand = () =>
  newGroup('audit', 'Verify and export the audit log', [
    verifyCommand(),
    exportCommand(),
    checkCommand(),
    acceptCommand(),
  ]);
