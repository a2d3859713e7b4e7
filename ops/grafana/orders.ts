import { type Dashboard, figure, lines, quantile, type Row } from './panel';

const decisions: Row = {
  title: 'Decisions',
  panels: [
    lines(
      {
        title: 'Orders decided',
        description: 'Orders by outcome: confirmed, in review, or the reason of a rejection.',
        unit: 'ops',
      },
      { '{{outcome}}': 'sum by (outcome) (rate(orders_processed_total[5m]))' },
    ),
    lines(
      {
        title: 'Time to the decision',
        description: 'The time since the order was placed. The objective: 99.9 % within 5 s.',
        unit: 's',
        bad: { value: 5, side: 'above' },
      },
      {
        median: quantile(0.5, 'order_processing_duration_seconds'),
        '95 %': quantile(0.95, 'order_processing_duration_seconds'),
        '99 %': quantile(0.99, 'order_processing_duration_seconds'),
      },
    ),
    lines(
      {
        title: 'Payment steps',
        description:
          'Steps by kind and outcome; declined is not an error; refused, unavailable and not_called are.',
        unit: 'ops',
      },
      { '{{kind}} {{outcome}}': 'sum by (kind, outcome) (rate(order_payments_total[5m]))' },
    ),
    lines(
      {
        title: 'Stock',
        description: 'Reservations by outcome, orders refused for lack of stock, and expiries.',
        unit: 'ops',
      },
      {
        '{{outcome}}': 'sum by (outcome) (rate(inventory_reservations_total[5m]))',
        'out of stock': 'sum(rate(orders_processed_total{outcome="out_of_stock"}[5m]))',
        expired: 'sum(rate(inventory_reservations_expired_total[5m]))',
        'reconciliation failed': 'sum(rate(order_reservation_reconciliation_failures_total[5m]))',
      },
    ),
  ],
};

const open: Row = {
  title: 'Open work and consistency',
  panels: [
    figure(
      {
        title: 'Waiting for attention',
        description: 'Orders with a step that failed permanently; use `resolveOrder`.',
        unit: 'short',
        bad: { value: 1, side: 'above' },
      },
      'max(orders_waiting{reason="attention"})',
    ),
    figure(
      {
        title: 'Waiting for a review',
        description: 'Orders that a person has to approve or reject.',
        unit: 'short',
      },
      'max(orders_waiting{reason="review"})',
    ),
    figure(
      {
        title: 'Disagreements',
        description: 'Found by the last comparison of orders, stock and payments.',
        unit: 'short',
        bad: { value: 1, side: 'above' },
      },
      'sum(max by (kind) (verify_disagreements))',
    ),
    figure(
      {
        title: 'Last comparison',
        description: 'It runs every night.',
        unit: 's',
        bad: { value: 93_600, side: 'above' },
      },
      'time() - max(verify_last_success_timestamp_seconds)',
    ),
    lines(
      {
        title: 'Open effects',
        description: 'External steps that are not done yet, by kind.',
        unit: 'short',
      },
      { '{{kind}}': 'max by (kind) (order_effects_open)' },
    ),
    lines(
      { title: 'Oldest effect', description: 'How late the oldest of them is.', unit: 's' },
      { oldest: 'max(order_oldest_effect_age_seconds)' },
    ),
    lines(
      {
        title: 'Failed effects',
        description: 'Failed attempts that will be retried, by kind.',
        unit: 'ops',
      },
      { '{{kind}}': 'sum by (kind) (rate(order_effect_failures_total[5m]))' },
    ),
  ],
};

export const orders: Dashboard = { uid: 'orders', title: 'Orders', rows: [decisions, open] };
