import { stringify } from 'yaml';
import { type Objective, objectives } from '../objectives';

const head = `# Generated from ops/objectives.ts by npm run generate; not to be edited.
# How fast the error budgets of the objectives burn. Windows and factors: Google, The Site
# Reliability Workbook, chapter 5, "Multiwindow, Multi-Burn-Rate Alerts". At least five errors, so
# that one error among few requests wakes nobody.
`;

const shortWindows = { ratios: ['5m', '30m', '1h', '2h', '6h'], increase: '6h' };
const longWindows = { ratios: ['1d', '3d', '30d'], increase: '3d' };

const recorded = ({ ratios, increase }: typeof shortWindows) =>
  objectives.flatMap((each) => [
    ...ratios.map((window) => ({
      record: `slo:${each.name}:ratio_rate${window}`,
      expr: each.ratio(window),
    })),
    { record: `slo:${each.name}:increase${increase}`, expr: each.increase(increase) },
  ]);

interface Burn {
  readonly speed: 'Fast' | 'Slowly';
  readonly severity: 'critical' | 'warning';
  /** How many times the budget, and the two windows in which it burns so fast. */
  readonly rates: readonly (readonly [factor: number, long: string, short: string])[];
  readonly errorsIn: string;
  readonly consequence: string;
}

const burns: readonly Burn[] = [
  {
    speed: 'Fast',
    severity: 'critical',
    rates: [
      [14.4, '1h', '5m'],
      [6, '6h', '30m'],
    ],
    errorsIn: shortWindows.increase,
    consequence: 'burns so fast that it will be spent within days',
  },
  {
    speed: 'Slowly',
    severity: 'warning',
    rates: [
      [3, '1d', '2h'],
      [1, '3d', '6h'],
    ],
    errorsIn: longWindows.increase,
    consequence: 'will not last for its 30 days',
  },
];

function alertOf(objective: Objective, burn: Burn) {
  const { name, budget } = objective;
  const alert = `${objective.alert}BudgetBurns${burn.speed}`;
  const burning = burn.rates.map(([factor, ...windows]) =>
    windows.map((window) => `slo:${name}:ratio_rate${window} > ${factor} * ${budget}`),
  );
  const either = burning.map((both) => `  (${both.join(' and ')})`).join('\n  or\n');
  const page = alert.replaceAll(/(?!^)[A-Z]/g, '-$&').toLowerCase();
  return {
    alert,
    expr: `(\n${either}\n)\nand slo:${name}:increase${burn.errorsIn} >= 5`,
    labels: { severity: burn.severity, slo: name },
    annotations: {
      summary: `The error budget of "${objective.title}" ${burn.consequence}.`,
      runbook_url: `docs/runbooks/${page}.md`,
    },
  };
}

/** `rules/objectives.yml`: the shares of errors by window, and the alerts of their budgets. */
export function objectiveRules(): string {
  const rules = objectives.flatMap((each) => burns.map((burn) => alertOf(each, burn)));
  const groups = [
    { name: 'objective-windows', rules: recorded(shortWindows) },
    { name: 'objective-long-windows', interval: '2m', rules: recorded(longWindows) },
    { name: 'objectives', rules },
  ];
  return head + stringify({ groups }, { lineWidth: 0 });
}
