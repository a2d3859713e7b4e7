import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { badUserInput } from '../../../platform/graphql/errors';
import type { InternalContext } from '../context';
import { subjectOfCallback } from '../domain/effect';

@Resolver()
export class PaymentCallbackOperation {
  @Mutation(() => Boolean, {
    description:
      'Accepts a notification from a payment provider. False if the signature is invalid. Safe to replay.',
  })
  async paymentCallback(
    @Arg('provider', () => String) provider: string,
    @Arg('headers', () => String, {
      description: 'HTTP headers as JSON text, names in lower case.',
    })
    headers: string,
    @Arg('body', () => String, { description: 'Request body as it was received, in base64.' })
    body: string,
    @Ctx() { payments, reportDispute, workflows }: InternalContext,
  ): Promise<boolean> {
    if (provider !== payments.name) return false;
    const callback = payments.readCallback(readHeaders(headers), Buffer.from(body, 'base64'));
    if (callback === null) return false;
    if (callback.dispute !== undefined) reportDispute(callback.dispute);
    const subject = subjectOfCallback(callback.idempotencyKey);
    // A callback about no order of ours is accepted too, so that it is not sent again.
    if (subject !== null) await workflows.paymentChanged(subject.orderId, subject.refund);
    return true;
  }
}

function readHeaders(text: string): Record<string, string | undefined> {
  try {
    return JSON.parse(text) as Record<string, string | undefined>;
  } catch {
    throw badUserInput('`headers` takes JSON text.');
  }
}
