import type { Registry } from 'prom-client';
import { counterIn } from '../telemetry/instruments';

export type MailMetrics = ReturnType<typeof mailMetrics>;

export const mailMetrics = (registry: Registry) => ({
  mails: counterIn(registry, {
    name: 'mails_total',
    help: 'Tries to send a mail, by outcome: sent, refused for good, failed, or logged without a server.',
    labelNames: ['outcome'],
  }),
});
