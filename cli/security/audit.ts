import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { demandReplaceable, replaceFile } from '../../platform/process/replace-file';
import { CommandError } from '../program/exit-codes';
import { messageOf } from '../program/results';
import type { Audited } from './audited';
import { earlyVersionFaults } from './early-versions';
import { licenceFaults } from './licences';
import { type Lockfile, packageFaults } from './locked-packages';
import { registryChecks } from './registry';
import { runTool } from './run-tool';

export interface AuditOptions {
  /** The repository. */
  readonly root: string;
  /** Where to write the bill of materials; undefined: nowhere. */
  readonly sbomFile?: string | undefined;
  /** The URL of the package registry; undefined: the one that npm is configured for. */
  readonly registry?: string | undefined;
}

/** The exit code of gitleaks for a finding; it ends with 1 if it fails. */
const leaksFound = 3;
function readLockfile(root: string): Lockfile {
  const file = path.join(root, 'package-lock.json');
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Lockfile;
  } catch (error) {
    const why = messageOf(error);
    throw new CommandError(`The audit needs the repository: ${why}`, undefined, { cause: error });
  }
}

interface Leak {
  readonly RuleID: string;
  readonly File: string;
  readonly StartLine: number;
  readonly Commit: string;
}

/** gitleaks over the whole history; what it found is not printed. */
async function secretFindings(root: string): Promise<Audited> {
  const check = 'secrets';
  const folder = mkdtempSync(path.join(tmpdir(), 'secrets-'));
  const report = path.join(folder, 'report.json');
  const args = ['--no-banner', '--redact', '--exit-code', String(leaksFound)];
  const output = ['--report-format', 'json', '--report-path', report];
  const { code } = await runTool(root, 'gitleaks', [
    'detect',
    '--source',
    root,
    ...args,
    ...output,
  ]);
  const leaks = code === leaksFound ? (JSON.parse(readFileSync(report, 'utf8')) as Leak[]) : [];
  rmSync(folder, { recursive: true });
  if (code === 'ENOENT')
    return { check, findings: [], facts: [], skipped: 'gitleaks is not on the PATH' };
  if (code !== 0 && code !== leaksFound) {
    return { check, findings: [`gitleaks failed (${code})`], facts: [], skipped: null };
  }
  const findings = leaks.map(({ RuleID, File, StartLine, Commit }) => {
    const where = Commit === '' ? '' : ` in ${Commit.slice(0, 8)}`;
    return `${File}:${StartLine}${where}: ${RuleID}`;
  });
  return { check, findings, facts: [], skipped: null };
}

/** Writes a bill of materials of the packages in production, in the format of CycloneDX. */
async function billOfMaterials({ root, sbomFile }: AuditOptions): Promise<Audited> {
  const check = 'sbom';
  // Peers of the telemetry of @apollo/gateway, which is off, do not match, and npm would refuse.
  const lockfile = ['--package-lock-only', '--legacy-peer-deps'];
  const args = ['sbom', '--sbom-format', 'cyclonedx', '--omit', 'dev', ...lockfile];
  const { code, output } = await runTool(root, 'npm', args);
  if (code === 'ENOENT' && sbomFile === undefined)
    return { check, findings: [], facts: [], skipped: 'npm is not on the PATH' };
  if (code !== 0)
    return { check, findings: [`npm sbom failed (${code})`], facts: [], skipped: null };
  if (sbomFile !== undefined) replaceFile(sbomFile, output);
  return { check, findings: [], facts: [], skipped: null };
}

/** Makes every check of the repository. */
export async function auditRepository(options: AuditOptions): Promise<Audited[]> {
  const { root, sbomFile } = options;
  // The bill is made last, after checks that take minutes.
  if (sbomFile !== undefined) demandReplaceable(sbomFile);
  const lockfile = readLockfile(root);
  return [
    { check: 'packages', findings: packageFaults(lockfile), facts: [], skipped: null },
    { check: 'early versions', findings: earlyVersionFaults(lockfile), facts: [], skipped: null },
    { check: 'licences', findings: licenceFaults(lockfile), facts: [], skipped: null },
    ...(await registryChecks(options)),
    await secretFindings(root),
    await billOfMaterials(options),
  ];
}
