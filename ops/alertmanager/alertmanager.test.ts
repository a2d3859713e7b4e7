import { describe, expect, test } from 'vitest';
import { findProgram } from '../../platform/process/run-program';
import { run } from '../testing/program';
import { alerts } from '../testing/rule-files';

const file = 'ops/alertmanager/alertmanager.yml';
const receivers = { critical: 'pagerduty', warning: 'slack' } as const;

const labelsOf = (labels: Readonly<Record<string, string>>): string[] =>
  Object.entries(labels).map(([name, value]) => `${name}=${value}`);

function routed(labels: Readonly<Record<string, string>>): string {
  const args = ['config', 'routes', 'test', `--config.file=${file}`, ...labelsOf(labels)];
  return run('amtool', ...args).trim();
}

describe.skipIf(findProgram('amtool') === null)(
  'with amtool of the package prometheus-alertmanager',
  () => {
    test('Alertmanager accepts its configuration', () => {
      expect(run('amtool', 'check-config', file)).toContain('SUCCESS');
    });

    test.each(alerts.map(({ alert, labels }) => [alert, labels] as const))(
      '%s reaches its receiver',
      (alertname, labels) => {
        const severity = labels.severity as keyof typeof receivers;
        expect(routed({ alertname, ...labels })).toBe(receivers[severity]);
      },
    );

    test('an alert with an unknown severity is not lost', () => {
      expect(routed({ alertname: 'New', severity: 'unheard-of' })).toBe('slack');
    });
  },
);
