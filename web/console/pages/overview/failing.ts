import type { FailingWebhooksQuery } from '../../generated/documents';

type Endpoint = NonNullable<FailingWebhooksQuery['webhookEndpoints']>[number];

export interface FailingEndpoint {
  readonly id: string;
  readonly url: string;
  readonly why:
    | { readonly kind: 'disabled' }
    /** The HTTP status of the latest attempt; null if there was no answer. */
    | { readonly kind: 'refused'; readonly status: number | null };
}

/** Endpoints that were switched off for failing, or whose latest attempted delivery was not taken. */
export function failingOf(endpoints: readonly Endpoint[]): readonly FailingEndpoint[] {
  return endpoints.flatMap(
    ({ id, url, enabled, disabledReason, deliveries }): FailingEndpoint[] => {
      if (!enabled) return disabledReason === null ? [] : [{ id, url, why: { kind: 'disabled' } }];
      const latest = deliveries.nodes
        .filter(({ lastAttemptAt }) => lastAttemptAt !== null)
        .sort((a, b) => Date.parse(b.lastAttemptAt ?? '') - Date.parse(a.lastAttemptAt ?? ''))[0];
      if (latest === undefined || latest.status === 'DELIVERED') return [];
      return [{ id, url, why: { kind: 'refused', status: latest.responseStatus } }];
    },
  );
}
