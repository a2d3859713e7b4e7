import type { Registry } from 'prom-client';
import { counterIn } from '../telemetry/instruments';

export type MailMetrics = ReturnType<typeof mailMetrics>;

export const mailMetrics = (registry: Registry) => ({
  mails: counterIn(registry, {
    name: 'mails_total',
    help: 'Attempts to send a mail, by outcome: sent, rejected permanently, failed; without a server shown in development, or logged.',
    labelNames: ['outcome'],
  }),
});
