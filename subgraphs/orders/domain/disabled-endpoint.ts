import { minuteOf } from '../../../platform/values/minute';

/** A webhook endpoint that the system disabled, for the notification of its owner. */
export interface DisabledEndpoint {
  readonly endpointId: string;
  readonly ownerId: string;
  /** The reason for its owner: what it answered, and since when. */
  readonly reason: string;
  readonly disabledAt: Date;
}

/** The data of the template `webhook_disabled`. */
export interface DisabledEndpointMail {
  readonly host: string;
  readonly at: string;
  readonly reason: string;
  readonly endpointId: string;
}

/**
 * The data of the mail to the owner. It names only the host, because the rest of the URL may contain
 * secrets.
 * @param url the URL of the endpoint.
 */
export function disabledEndpointMail(
  { endpointId, reason, disabledAt }: DisabledEndpoint,
  url: string,
): DisabledEndpointMail {
  return { host: new URL(url).host, at: minuteOf(disabledAt), reason, endpointId };
}

/** Unique to this disabling, so that repeated mails can be recognised. */
export const disablingId = ({ endpointId, disabledAt }: DisabledEndpoint): string =>
  `webhook-disabled.${endpointId}.${disabledAt.getTime()}`;
