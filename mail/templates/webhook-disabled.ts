import type { Template } from '../letter';

export interface WebhookDisabledData {
  /** Host of the endpoint's URL. */
  readonly host: string;
  /** When, in UTC. */
  readonly at: string;
  /** What the endpoint answered, in English. */
  readonly reason: string;
  readonly endpointId: string;
}

const mutationOf = (endpointId: string): string =>
  `mutation { updateWebhookEndpoint(id: "${endpointId}", input: { enabled: true }) { __typename } }`;

/** The mail to the owner of an endpoint that was disabled because its deliveries failed. */
export const webhookDisabledTemplate: Template<WebhookDisabledData> = {
  sample: {
    host: 'hooks.example.com',
    at: '2026-11-26 10:54 UTC',
    reason: 'It answered HTTP 410.',
    endpointId: '01938a2e-7c1d-7c3e-9f00-5a1b2c3d4e5f',
  },
  letters: {
    EN: ({ host, at, reason, endpointId }) => ({
      subject: `Your webhook endpoint at ${host} was disabled`,
      blocks: [
        `Your webhook endpoint at ${host} was disabled at ${at}.`,
        `Why: ${reason}`,
        'Nothing is sent to it now. Deliveries that were waiting still wait; later events of your orders are not kept for it.',
        'Once it accepts webhooks again, enable it, and what waits is sent:',
        mutationOf(endpointId),
        'Send a delivery that had failed for good again with redeliverWebhook and its id from webhookEndpoints { deliveries }. To remove the endpoint, use deleteWebhookEndpoint.',
      ],
    }),
    DE: ({ host, at, reason, endpointId }) => ({
      subject: `Ihr Webhook-Endpunkt ${host} wurde abgeschaltet`,
      blocks: [
        `Ihr Webhook-Endpunkt ${host} wurde am ${at} abgeschaltet.`,
        `Grund: ${reason}`,
        'Jetzt wird nichts an ihn geschickt. Wartende Zustellungen warten weiter; spätere Ereignisse Ihrer Bestellungen werden nicht für ihn aufbewahrt.',
        'Wenn er wieder Webhooks annimmt, schalten Sie ihn ein; was wartet, wird dann geschickt:',
        mutationOf(endpointId),
        'Eine endgültig gescheiterte Zustellung schickt redeliverWebhook mit ihrer id aus webhookEndpoints { deliveries } noch einmal. Entfernen können Sie den Endpunkt mit deleteWebhookEndpoint.',
      ],
    }),
  },
};
