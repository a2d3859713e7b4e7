import { z } from 'zod';
import type { ServiceCall } from '../../../../platform/graphql/service-call';
import { HopelessJobError, type JobRun, type Queue } from '../../../../platform/jobs/queue';
import type { Mail } from '../../../../platform/mail/mail';
import { MailError, type Mailer } from '../../../../platform/mail/mailer';
import { mailKindOf, type OrderMail, orderMailId } from '../../domain/order-mail';
import type { SpreadStore } from '../../store';
import { recipientOf } from './mail-recipient';
import { renderOrderMail } from './order-mail-data';

export interface SendOrderMailDependencies {
  readonly store: Pick<SpreadStore, 'orderMails' | 'reads'>;
  /** Internal schema of users, which stores e-mail addresses. */
  readonly users: ServiceCall;
  readonly mailer: Mailer;
  /** The page that shows orders; null if there is none. */
  readonly orderPage: string | null;
}

const concurrencyMax = 4;
/** Longer than the lookup of the address and the mail together. */
const expireSeconds = 120;
const retryDelaySeconds = 10;
const retryDelaySecondsMax = 900;
/** Retries; with their pauses they cover a day, enough to repair a mail server. */
const retriesMax = 100;

const payload = z.object({
  orderId: z.uuid(),
  version: z.int().min(1),
}) satisfies z.ZodType<OrderMail>;

/**
 * Tells a buyer what happened to an order. The job is stored in the transaction that takes the event
 * out of the outbox, and has no personal data. A mail may arrive twice with the same Message-ID.
 */
export const sendOrderMailQueue = ({
  mailer,
  ...sources
}: SendOrderMailDependencies): Queue<OrderMail> => ({
  name: 'send-order-mail',
  payload,
  concurrencyMax,
  retriesMax,
  retryDelaySeconds,
  retryDelaySecondsMax,
  expireSeconds,

  async run(about, job) {
    const mail = await composed(about, sources, job);
    if (typeof mail === 'string') return { mail: 'none', because: mail };
    try {
      return { mail: await mailer.send(mail, job.signal) };
    } catch (error) {
      if (!(error instanceof MailError && error.isRefused)) throw error;
      throw new HopelessJobError(error.message);
    }
  },
});

/** The mail, or why there is none. */
async function composed(
  about: OrderMail,
  { store, users, orderPage }: Omit<SendOrderMailDependencies, 'mailer'>,
  job: JobRun,
): Promise<Mail | string> {
  const event = await store.orderMails.event(about);
  const kind = event && mailKindOf(event.type);
  if (event === null || kind === null) return 'there is no such event';
  // It failed before its mail was sent; a repeated one has an event and a mail of its own.
  if (kind === 'order_refunded' && event.refundMinor === null) return 'the refund has failed since';
  const { id, customerId, erasedAt } = event.order;
  const buyer = erasedAt === null ? await recipientOf(users, customerId, job) : null;
  if (buyer === null) return 'the account is erased';
  const [lines, parcels] = await Promise.all([
    store.reads.lines([id]),
    kind === 'order_shipped' ? store.reads.parcels(id) : [],
  ]);
  const letter = renderOrderMail(kind, { event, lines, parcels, orderPage }, buyer.language);
  return { ...letter, to: buyer.email, id: orderMailId(about) };
}
