import path from 'node:path';
import { InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { countUpTo } from '../program/arguments';
import { newCommand, newGroup } from '../program/new-command';
import { printResult } from '../program/results';

/** A serial number as an example. */
const example = '5A1F0C2B9E7D4463A8B15C3D2E6F7081';
const daysMax = 90;

const daysOption = () =>
  new Option('--days <days>', 'lifetime of new certificates (default: 30)').argParser(
    countUpTo(daysMax),
  );

/** Part of a number would be recorded as revoked while the certificate stays valid. */
function serial(text: string): string {
  if (/^[0-9a-f]{16,40}$/i.test(text)) return text.toUpperCase();
  throw new InvalidArgumentError(
    'Expected a whole serial number, as openssl x509 -noout -serial prints it.',
  );
}

const issueCommand = () =>
  newCommand('issue', {
    summary: 'Create the certificates and secrets of a deployment',
    description: [
      'Creates a certificate authority, and a folder for each process with its own certificate, key and secrets only. Existing secrets are kept, and so are certificates with more than a third of their lifetime left that were not issued for more than --days.',
    ],
    examples: [
      ['--folder /parts', 'writes them to /parts/gateway, /parts/users and so on'],
      ['--folder /parts --containers', 'for docker-compose.yml, with passwords of its servers'],
    ],
    json: '{ folder, issued }',
  })
    .requiredOption('--folder <folder>', 'the folder to write to')
    .option('--containers', 'creates passwords of the servers in docker-compose.yml, too')
    .addOption(daysOption())
    .action(async (options) => {
      const { makeDeploymentFiles } = await import('../certificates/make-deployment-files.js');
      const folder = path.resolve(options.folder);
      const issued = await makeDeploymentFiles(folder, options);
      const unchanged =
        issued.length === 0 ? ' No certificate was due, and existing secrets were kept.' : '';
      const text = `Certificates and secrets are in ${folder}.${unchanged}\n`;
      printResult(options, { folder, issued }, text);
    });

const renewCommand = () =>
  newCommand('renew', {
    summary: 'Issue new certificates to running processes',
    description: [
      'Replaces the certificates that have less than a third of their lifetime left, or were issued for more than --days; run it once a day. Processes follow their files within 5 s, without a failed request.',
    ],
    examples: [
      ['--folder /parts', 'renews what is due'],
      ['--folder /parts --all --days 7', 'replaces every certificate by one that lives for a week'],
    ],
    json: '{ issued }',
  })
    .requiredOption('--folder <folder>', 'the folder of the certificates')
    .addOption(daysOption())
    .option('--all', 'replaces those that are not due, too')
    .action(async (options) => {
      const { renewDeployment } = await import('../certificates/make-deployment-files.js');
      const { folder, days, all: isForced } = options;
      const issued = await renewDeployment(path.resolve(folder), { days, isForced });
      const text =
        issued.length === 0
          ? 'No certificate is due. Nothing was changed.'
          : `Renewed: ${issued.join(', ')}.`;
      printResult(options, { issued }, `${text}\n`);
    });

/** The process that had a revoked certificate. @param replaced undefined if that is not known. */
function holderText(replaced: string | null | undefined): string {
  if (replaced === undefined) return '';
  if (replaced === null) return ' No process of the folder has it.';
  return ` It was that of ${replaced}, which has a new one.`;
}

const revokeCommand = () =>
  newCommand('revoke', {
    summary: 'Revoke a certificate',
    description: [
      'Running processes refuse it within 5 s. A process that has it gets a new certificate at once; its old one is revoked 5 s later, when the process has followed, so no request fails.',
      'On Kubernetes files reach a process after minutes. --in-redis, in any pod, lets all processes refuse the certificate within 5 s, until the list in their files has it.',
    ],
    examples: [
      ['--folder /parts --name users', 'replaces and revokes the certificate of users'],
      [`--folder /parts --serial ${example}`, 'revokes a certificate that was replaced before'],
      [`--in-redis --serial ${example}`, 'the same for all processes that have this Redis'],
    ],
    json: '{ revoked, changed, replaced }; replaced is the process that had it, or null',
  })
    .option('--folder <folder>', 'the folder of the certificates')
    .option('--in-redis', 'publishes the serial number in redis.url')
    .addOption(daysOption())
    .addOption(new Option('--name <process>', 'the process that has it').conflicts('serial'))
    .addOption(new Option('--serial <number>', 'its serial number').argParser(serial))
    .action(async (options) => {
      const { revoke } = await import('../certificates/revoke-certificate.js');
      const { serial, isChanged, replaced } = await revoke(options);
      const text = isChanged
        ? `Revoked: ${serial}.${holderText(replaced)}`
        : `${serial} was revoked before. Nothing was changed.`;
      const result = { revoked: serial, changed: isChanged, replaced: replaced ?? null };
      printResult(options, result, `${text}\n`);
    });

export const certificatesCommand = () =>
  newGroup('certificates', 'Issue, renew and revoke certificates', [
    issueCommand(),
    renewCommand(),
    revokeCommand(),
  ]);
