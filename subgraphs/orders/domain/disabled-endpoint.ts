/** A webhook endpoint that the system disabled, for the notification of its owner. */
export interface DisabledEndpoint {
  readonly endpointId: string;
  readonly ownerId: string;
  /** The reason for its owner: what it answered, and since when. */
  readonly reason: string;
  readonly disabledAt: Date;
}

const minuteOf = (at: Date): string => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/**
 * The mail to the owner. It names only the host, because the rest of the URL may contain secrets.
 * @param url the URL of the endpoint.
 */
export function disabledEndpointMail(
  { endpointId, reason, disabledAt }: DisabledEndpoint,
  url: string,
): { readonly subject: string; readonly text: string } {
  const { host } = new URL(url);
  return {
    subject: `Your webhook endpoint at ${host} was disabled`,
    text: `Your webhook endpoint at ${host} was disabled at
${minuteOf(disabledAt)}.

Why: ${reason}

Nothing is sent to it now. What was waiting still waits; what happens to
your orders meanwhile is not kept for it.

Once it accepts webhooks again, enable it, and what waits is sent:

  mutation {
    updateWebhookEndpoint(
      id: "${endpointId}", input: { enabled: true }
    ) { __typename }
  }

What had failed for good is sent again by redeliverWebhook, with its id
from webhookEndpoints { deliveries }. If you want no more of all this:
deleteWebhookEndpoint.
`,
  };
}

/** Unique to this disabling, so that repeated mails can be recognised. */
export const disablingId = ({ endpointId, disabledAt }: DisabledEndpoint): string =>
  `webhook-disabled.${endpointId}.${disabledAt.getTime()}`;
