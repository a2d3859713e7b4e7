import { Option } from '@commander-js/extra-typings';
import { countUpTo } from '../program/arguments';
import { CommandError, needsShop } from '../program/exit-codes';
import { newCommand, newGroup } from '../program/new-command';
import { printResult } from '../program/results';
import type { Audited } from '../security/audited';

const daysMax = 366;
const aWeek = 7;

interface Parts {
  readonly repository?: true | undefined;
  readonly shop?: true | undefined;
  readonly sbom?: string | undefined;
  readonly days: number;
}

async function audited({ repository, shop, sbom, days }: Parts): Promise<Audited[]> {
  const { auditAccess, auditAccessIfRunning } = await import('../security/shop.js');
  if (shop) return auditAccess(days);
  const { auditRepository } = await import('../security/audit.js');
  const { repositoryRoot } = await import('../../platform/process/repository-root.js');
  const ofRepository = await auditRepository({ root: repositoryRoot, sbomFile: sbom });
  return repository ? ofRepository : [...ofRepository, ...(await auditAccessIfRunning(days))];
}

function textOf({ check, findings, facts, skipped }: Audited): string {
  const outcome = skipped === null ? `${findings.length} findings` : `skipped: ${skipped}`;
  return [`${check}: ${outcome}`, ...[...findings, ...facts].map((one) => `  ${one}`)].join('\n');
}

const auditCommand = () =>
  newCommand('audit', {
    summary: 'Audit packages, secrets in the history, and who has access to the shop',
    description: [
      'Of the repository: compares the lockfile with known advisories, accepted licences and the reasons for pre-releases and versions below 1.0 in production, asks the registry of npm for advisories and signatures (skipped, with the reason, where it does not answer), lists unreviewed install scripts, searches the history for secrets (gitleaks, if it is on the PATH) and makes the bill of materials of production (CycloneDX, by npm sbom).',
      'Of a shop that runs: lists who has staff roles and since when, and finds API keys that nobody has used for 90 days, hours with 20 or more failed sign-ins of an account, refresh tokens that were copied, and addresses that are new for an API key. It is skipped where no shop runs.',
      'npm run security:audit is the same. The list of staff is no finding; read it.',
    ],
    examples: [
      ['', 'prints each check with its findings'],
      ['--repository --sbom sbom.json', 'writes the bill of materials, too, and asks no shop'],
      ['--shop --days 30 --json', 'prints who has access, and what was suspicious in 30 days'],
    ],
    json: '[{ check, findings, facts, skipped }]',
    exitCodes: { ...needsShop, 1: 'there are findings' },
  })
    .addOption(new Option('--repository', 'only of the repository').conflicts('shop'))
    .addOption(
      new Option(
        '--shop',
        'only of the shop, which must run or be reachable by database.users.url',
      ).conflicts('sbom'),
    )
    .addOption(
      new Option('--days <days>', 'how far back to look for what is suspicious')
        .default(aWeek)
        .argParser(countUpTo(daysMax)),
    )
    .option('--sbom <file>', 'where to write the bill of materials')
    .action(async (options) => {
      const checks = await audited(options);
      printResult(options, checks, `${checks.map(textOf).join('\n')}\n`);
      const count = checks.reduce((sum, { findings }) => sum + findings.length, 0);
      if (count > 0) throw new CommandError(`The audit has ${count} findings.`);
    });

export const securityCommand = () =>
  newGroup('security', 'Audit packages, secrets and access', [auditCommand()]);
