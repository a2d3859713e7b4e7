import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Audited } from './audited';
import { runTool } from './run-tool';

/** The part of an answer of `npm audit --json` that is read. */
interface AuditAnswer {
  readonly vulnerabilities?: Readonly<
    Record<string, { readonly via: readonly (string | Advisory)[] }>
  >;
  /** Why the registry did not answer. */
  readonly message?: string;
  readonly error?: { readonly summary?: string };
}

interface Advisory {
  readonly name: string;
  readonly title: string;
  readonly severity: string;
  readonly range: string;
  readonly url: string;
}

/** The part of an answer of `npm audit signatures --json` that is read. */
interface SignaturesAnswer {
  readonly invalid?: readonly Package[];
  readonly missing?: readonly Package[];
  readonly error?: { readonly summary?: string };
}

interface Package {
  readonly name: string;
  readonly version: string;
}

/** Advisories of installed packages that do not apply here, by URL, each with the reason. */
const accepted: Readonly<Record<string, string>> = {};

/** The answer that a program printed; null if it printed none. */
function answerIn<Answer>(output: string): Answer | null {
  try {
    return JSON.parse(output) as Answer;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return null;
  }
}

const skippedBecause = (check: Audited['check'], skipped: string): Audited => ({
  check,
  findings: [],
  facts: [],
  skipped,
});

/** @param output what `npm audit --json` printed. */
export function advisoriesIn(output: string): Audited {
  const check = 'advisories';
  const answer = answerIn<AuditAnswer>(output);
  if (answer?.vulnerabilities === undefined) {
    const summary = answer?.error?.summary;
    const why = answer?.message ?? (summary || 'npm audit printed no answer');
    return skippedBecause(
      check,
      `the registry did not answer (${why}); only the list in the repository was compared`,
    );
  }
  const advisories = Object.values(answer.vulnerabilities)
    .flatMap(({ via }) => via)
    .filter((cause) => typeof cause !== 'string');
  const byText = new Map(
    advisories.map((one) => [
      `${one.name} ${one.range}: ${one.title} (${one.severity}, ${one.url})`,
      accepted[one.url],
    ]),
  );
  const open = [...byText].filter(([, reason]) => reason === undefined);
  const known = [...byText].filter(([, reason]) => reason !== undefined);
  return {
    check,
    findings: open.map(([text]) => text),
    facts: known.map(([text, reason]) => `${text}: accepted, ${reason}`),
    skipped: null,
  };
}

/** @param output what `npm audit signatures --json` printed. */
export function signaturesIn(output: string): Audited {
  const check = 'signatures';
  const answer = answerIn<SignaturesAnswer>(output);
  if (answer?.invalid === undefined) {
    const why = answer?.error?.summary || 'npm audit signatures printed no answer';
    return skippedBecause(check, `the registry's keys cannot be read (${why})`);
  }
  const textOf = (fault: string) => (one: Package) => `${one.name} ${one.version} ${fault}`;
  const findings = [
    ...answer.invalid.map(textOf('is not what the registry has signed')),
    ...(answer.missing ?? []).map(textOf('has no signature of the registry')),
  ];
  return { check, findings, facts: [], skipped: null };
}

interface RegistryOptions {
  readonly root: string;
  readonly registry?: string | undefined;
}

/**
 * Asks the registry for advisories, and for the signatures of what is installed. A registry without
 * advisories, a mirror for example, is not asked for signatures, which are a request a package.
 */
export async function registryChecks({ root, registry }: RegistryOptions): Promise<Audited[]> {
  const where = [...(registry === undefined ? [] : ['--registry', registry]), '--fetch-retries=0'];
  const npm = (...args: string[]) => runTool(root, 'npm', ['audit', ...args, '--json', ...where]);
  const { code, output } = await npm('--package-lock-only');
  if (code === 'ENOENT') return [skippedBecause('advisories', 'npm is not on the PATH')];
  const advisories = advisoriesIn(output);
  if (advisories.skipped !== null) {
    return [advisories, skippedBecause('signatures', 'the registry did not answer')];
  }
  if (!existsSync(path.join(root, 'node_modules'))) {
    return [advisories, skippedBecause('signatures', 'nothing is installed: run npm ci')];
  }
  return [advisories, signaturesIn((await npm('signatures')).output)];
}
