import { z } from 'zod';
import { renderMail } from '../../../../mail/templates';
import type { ServiceCall } from '../../../../platform/graphql/service-call';
import { HopelessJobError, type Queue } from '../../../../platform/jobs/queue';
import { MailError, type Mailer } from '../../../../platform/mail/mailer';
import {
  type DisabledEndpoint,
  disabledEndpointMail,
  disablingId,
} from '../../domain/disabled-endpoint';
import type { SpreadStore } from '../../store';
import { recipientOf } from './mail-recipient';

export interface NotifyOwnerDependencies {
  readonly store: Pick<SpreadStore, 'webhookEndpoints'>;
  /** Internal schema of users, which stores e-mail addresses. */
  readonly users: ServiceCall;
  readonly mailer: Mailer;
}

const concurrencyMax = 2;
/** Longer than the lookup of the address and the mail together. */
const expireSeconds = 120;
const retryDelaySeconds = 30;
const retryDelaySecondsMax = 3_600;
/** Retries; with their pauses they cover more than a day, enough to repair a mail server. */
const retriesMax = 30;

const payload = z.object({
  endpointId: z.uuid(),
  ownerId: z.uuid(),
  reason: z.string(),
  disabledAt: z.coerce.date(),
}) satisfies z.ZodType<DisabledEndpoint>;

/**
 * Notifies the owner of a disabled endpoint by mail, with the reason and what to do. The job is
 * enqueued in the transaction that disables it. A mail may arrive twice with the same Message-ID.
 */
export const notifyOwnerQueue = ({
  store,
  users,
  mailer,
}: NotifyOwnerDependencies): Queue<DisabledEndpoint> => ({
  name: 'tell-webhook-owner',
  payload,
  concurrencyMax,
  retriesMax,
  retryDelaySeconds,
  retryDelaySecondsMax,
  expireSeconds,

  async run(disabled, job) {
    const { ownerId, endpointId } = disabled;
    const owned = await store.webhookEndpoints.ofOwner(ownerId);
    const endpoint = owned.find(({ id }) => id === endpointId);
    if (endpoint === undefined) return { mail: 'none', because: 'the endpoint is deleted' };
    if (endpoint.enabled) return { mail: 'none', because: 'it is enabled again' };
    const owner = await recipientOf(users, ownerId, job);
    if (owner === null) return { mail: 'none', because: 'the account is erased' };
    const data = disabledEndpointMail(disabled, endpoint.url);
    const mail = renderMail('webhook_disabled', owner.language, data);
    try {
      const sent = { ...mail, to: owner.email, id: disablingId(disabled) };
      return { mail: await mailer.send(sent, job.signal) };
    } catch (error) {
      if (!(error instanceof MailError && error.isRefused)) throw error;
      throw new HopelessJobError(error.message);
    }
  },
});
