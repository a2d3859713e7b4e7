import { type Objective, objectives } from '../objectives';
import { type Dashboard, figure, lines, type Panel, type Row } from './panel';

function panelsOf({ title, name, budget }: Objective): Panel[] {
  return [
    figure(
      {
        title,
        description: `The share in the last hour. The objective is ${1 - budget}.`,
        unit: 'percentunit',
        bad: { value: 1 - budget, side: 'below' },
      },
      `1 - slo:${name}:ratio_rate1h`,
    ),
    figure(
      {
        title: 'Budget spent in 30 days',
        description: 'The rules of docs/sla.md apply at 100 %: no risky release.',
        unit: 'percentunit',
        bad: { value: 1, side: 'above' },
      },
      `slo:${name}:ratio_rate30d / ${budget}`,
    ),
    lines(
      {
        title: 'Burn rate',
        description:
          'How many times faster than allowed the budget is spent; at 1 it lasts 30 days.',
        unit: 'short',
        bad: { value: 1, side: 'above' },
      },
      {
        '5 minutes': `slo:${name}:ratio_rate5m / ${budget}`,
        '1 hour': `slo:${name}:ratio_rate1h / ${budget}`,
        '6 hours': `slo:${name}:ratio_rate6h / ${budget}`,
        '3 days': `slo:${name}:ratio_rate3d / ${budget}`,
      },
    ),
  ];
}

const state: Row = {
  title: 'Now',
  panels: [
    figure(
      {
        title: 'Firing alerts',
        description: 'Each has a runbook in docs/runbooks/.',
        unit: 'short',
        bad: { value: 1, side: 'above' },
      },
      'count(ALERTS{alertstate="firing"}) or vector(0)',
    ),
    figure(
      {
        title: 'Processes down',
        description: 'Targets whose last scrape failed.',
        unit: 'short',
        bad: { value: 1, side: 'above' },
      },
      'count(up == 0) or vector(0)',
    ),
    lines(
      {
        title: 'Versions',
        description: 'Processes by version; two lines during the rollout of a release.',
        unit: 'short',
      },
      { '{{process}} {{version}}': 'count by (process, version) (build_info)' },
    ),
  ],
};

export const overview: Dashboard = {
  uid: 'overview',
  title: 'Overview: objectives',
  rows: [
    state,
    ...objectives.map((objective) => ({ title: objective.title, panels: panelsOf(objective) })),
  ],
};
