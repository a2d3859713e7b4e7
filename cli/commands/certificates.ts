import path from 'node:path';
import { newCommand } from '../program/new-command';
import { printResult } from '../program/results';

export const certificatesCommand = () =>
  newCommand('certificates', {
    summary: 'Create the certificates and secrets of a deployment',
    description: [
      'Creates a certificate authority, and a folder for each process with its own certificate, key and secrets only. Existing files are kept; certificates that expire within 30 days are renewed. Needs openssl.',
    ],
    examples: [['--folder /parts', 'writes them to /parts/gateway, /parts/users and so on']],
    json: '{ folder }',
  })
    .requiredOption('--folder <folder>', 'the folder to write to')
    .action(async (options) => {
      const { makeDeploymentFiles } = await import('../make-deployment-files.js');
      const folder = path.resolve(options.folder);
      await makeDeploymentFiles(folder);
      printResult(options, { folder }, `Certificates and secrets are in ${folder}.\n`);
    });
