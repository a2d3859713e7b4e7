import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { repositoryRoot } from '../../platform/process/repository-root';
import { findProgram } from '../../platform/process/run-program';
import { selectorsOf } from '../testing/expressions';
import { run } from '../testing/program';
import {
  alerts,
  type RuleTest,
  ruleExpressions,
  ruleFiles,
  ruleTestFiles,
  ruleTests,
} from '../testing/rule-files';

/** Generous, because days of samples are computed on a machine that may be busy. */
const deadlineMs = 300_000;
const runbooks = 'docs/runbooks';

const testsOf = (alert: string, kind: string): RuleTest[] =>
  ruleTests.filter(({ name }) => name.startsWith(`${alert} ${kind}: `));
const checks = (tests: readonly RuleTest[]) => tests.flatMap((each) => each.alert_rule_test);
/** A test in which an alert fires may also be the one in which it resolves. */
const isResolving = ({ name }: RuleTest) => /^\w+ resolves: |; it resolves /.test(name);

describe.skipIf(findProgram('promtool') === null)('with promtool of the package prometheus', () => {
  test('Prometheus accepts its settings', () => {
    const settings = 'ops/prometheus/prometheus.yml';
    expect(run('promtool', 'check', 'config', settings)).toContain('SUCCESS');
  });

  test('Prometheus accepts the rules', () => {
    expect(run('promtool', 'check', 'rules', ...ruleFiles)).toContain('SUCCESS');
  });

  test(
    'every alert fires, stays silent and resolves as tested',
    () => {
      expect(run('promtool', 'test', 'rules', ...ruleTestFiles)).not.toContain('FAILED');
    },
    deadlineMs,
  );
});

describe.each(alerts.map((alert) => [alert.alert, alert] as const))('%s', (name, alert) => {
  test('has a test in which it fires, one in which it is silent, and one in which it resolves', () => {
    const own = ruleTests.filter((each) => each.name.startsWith(`${name} `));
    const fires = checks(testsOf(name, 'fires').filter((each) => !isResolving(each)));
    expect(fires.filter(({ exp_alerts }) => exp_alerts.length === 0)).toEqual([]);
    const silent = checks(testsOf(name, 'stays silent'));
    expect(silent.length).toBeGreaterThan(0);
    expect(silent.filter(({ exp_alerts }) => exp_alerts.length > 0)).toEqual([]);
    const resolves = own
      .filter(isResolving)
      .map((each) => each.alert_rule_test.map(({ exp_alerts }) => exp_alerts.length > 0));
    expect(resolves).toEqual([[true, false]]);
    const others = checks(own).filter(({ alertname }) => alertname !== name);
    expect(others).toEqual([]);
  });

  test('has a severity, a summary and a runbook', () => {
    expect(['critical', 'warning']).toContain(alert.labels.severity);
    expect(alert.annotations.summary).toMatch(/\S/);
    const file = alert.annotations.runbook_url ?? '';
    expect(existsSync(path.join(repositoryRoot, file)), file).toBe(true);
    const runbook = readFileSync(path.join(repositoryRoot, file), 'utf8');
    expect(runbook.split('\n')[0]).toBe(`# ${name}`);
    const headings = runbook.split('\n').filter((line) => line.startsWith('## '));
    expect(headings).toEqual([
      '## Meaning',
      '## Impact',
      '## Look here first',
      '## Mitigation',
      '## Resolution',
    ]);
  });
});

test('no rule picks a bucket by a whole number alone, which Prometheus 3 stores as 5.0', () => {
  const bounds = ruleExpressions
    .flatMap(selectorsOf)
    .flatMap(({ matchers }) => matchers)
    .filter(({ label }) => label === 'le')
    .map(({ op, value }) => `${op} ${value}`);
  expect(bounds.length).toBeGreaterThan(0);
  expect(bounds.filter((bound) => /^= \d+$/.test(bound))).toEqual([]);
});

test('every test and every runbook belongs to an existing alert', () => {
  const names = alerts.map(({ alert }) => alert);
  const known = new Set<string | undefined>(names);
  expect(ruleTests.filter(({ name }) => !known.has(name.split(' ')[0]))).toEqual([]);
  const titles = readdirSync(path.join(repositoryRoot, runbooks))
    .map((file) => readFileSync(path.join(repositoryRoot, runbooks, file), 'utf8'))
    .filter((text) => text.includes('## Look here first'))
    .map((text) => text.split('\n')[0]?.slice('# '.length));
  expect(titles.toSorted()).toEqual(names.toSorted());
});
