import { CommandError } from '../program/exit-codes';
import { newCommand, newGroup } from '../program/new-command';
import { printResult } from '../program/results';

const auditCommand = () =>
  newCommand('audit', {
    summary: 'Audit the packages and the history of the repository',
    description: [
      'Compares the lockfile with known advisories and accepted licences, lists unreviewed install scripts, searches the history for secrets (gitleaks, if it is on the PATH) and makes the bill of materials of production (CycloneDX, by npm sbom).',
      'For a checkout of the repository; npm run security:audit is the same.',
    ],
    examples: [
      ['', 'prints each check with its findings'],
      ['--sbom sbom.json', 'writes the bill of materials, too'],
    ],
    json: '[{ check, findings, skipped }]',
    exitCodes: { 1: 'there are findings' },
  })
    .option('--sbom <file>', 'where to write the bill of materials')
    .action(async (options) => {
      const { auditRepository } = await import('../security/audit.js');
      const { repositoryRoot } = await import('../../platform/process/repository-root.js');
      const audited = await auditRepository({ root: repositoryRoot, sbomFile: options.sbom });
      const lines = audited.map(({ check, findings, skipped }) => {
        const outcome = skipped === null ? `${findings.length} findings` : `skipped: ${skipped}`;
        return [`${check}: ${outcome}`, ...findings.map((one) => `  ${one}`)].join('\n');
      });
      printResult(options, audited, `${lines.join('\n')}\n`);
      const count = audited.reduce((sum, { findings }) => sum + findings.length, 0);
      if (count > 0) throw new CommandError(`The audit has ${count} findings.`);
    });

export const securityCommand = () =>
  newGroup('security', 'Audit packages, licences and secrets', [auditCommand()]);
