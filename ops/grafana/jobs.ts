import { type Dashboard, figure, lines, quantile, type Row } from './panel';

const background: Row = {
  title: 'Background jobs',
  panels: [
    figure(
      {
        title: 'Dead letters',
        description: 'Jobs that used up their attempts; `retryJob` runs one again.',
        unit: 'short',
        bad: { value: 1, side: 'above' },
      },
      'sum(max by (queue) (jobs{state="failed"})) or vector(0)',
    ),
    lines(
      { title: 'Jobs', description: 'Jobs by queue and state.', unit: 'short' },
      { '{{queue}} {{state}}': 'max by (queue, state) (jobs{state!="completed"})' },
    ),
    lines(
      { title: 'Runs', description: 'Finished runs, by queue and outcome.', unit: 'ops' },
      { '{{queue}} {{outcome}}': 'sum by (queue, outcome) (rate(job_runs_total[5m]))' },
    ),
    lines(
      { title: 'Run time', description: '95th percentile, by queue.', unit: 's' },
      { '{{queue}}': quantile(0.95, 'job_run_duration_seconds', 'queue') },
    ),
  ],
};

const events: Row = {
  title: 'Events and webhooks',
  panels: [
    figure(
      {
        title: 'Outbox',
        description: 'Age of the oldest unpublished change.',
        unit: 's',
        bad: { value: 60, side: 'above' },
      },
      'max(order_outbox_age_seconds)',
    ),
    figure(
      {
        title: 'Endpoints disabled today',
        description: 'They failed for days, or answered 410.',
        unit: 'short',
        bad: { value: 1, side: 'above' },
      },
      'sum(increase(order_webhook_endpoints_disabled_total[1d]))',
    ),
    lines(
      {
        title: 'Published',
        description: 'Changes of orders, to webhooks and the stream.',
        unit: 'ops',
      },
      { events: 'sum(rate(order_events_relayed_total[5m]))' },
    ),
    lines(
      { title: 'Webhooks', description: 'Attempts by outcome.', unit: 'ops' },
      { '{{outcome}}': 'sum by (outcome) (rate(order_webhook_attempts_total[5m]))' },
    ),
    lines(
      { title: 'E-mails', description: 'Attempts by outcome.', unit: 'short' },
      { '{{outcome}}': 'sum by (outcome) (increase(mails_total[1h]))' },
    ),
  ],
};

const settings: Row = {
  title: 'Configuration',
  panels: [
    lines(
      { title: 'Reloads', description: 'Reloads of settings and of flags.', unit: 'short' },
      {
        'settings {{result}}': 'sum by (result) (increase(config_reloads_total[1h]))',
        'flags {{result}}': 'sum by (result) (increase(feature_flag_reloads_total[1h]))',
      },
    ),
    lines(
      { title: 'Flags', description: 'Evaluations by variant.', unit: 'ops' },
      {
        '{{flag}} {{variant}}': 'sum by (flag, variant) (rate(feature_flag_evaluations_total[5m]))',
      },
    ),
  ],
};

export const jobs: Dashboard = {
  uid: 'jobs',
  title: 'Jobs, events and webhooks',
  rows: [background, events, settings],
};
