// The same receiver as an AWS Lambda function behind an API Gateway HTTP API (payload format 2.0).
import { HandledEvents, handleDelivery } from './deliveries.mjs';

/** `options` as of `handleDelivery`. */
export function createHandler(options) {
  return async ({ headers, body = '', isBase64Encoded }) => {
    const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
    return { statusCode: await handleDelivery({ headers, body: bytes }, options) };
  };
}

/**
 * Each running copy of a function has a memory of its own: replace HandledEvents by a conditional
 * write to a table before the work does more than write a line to the log.
 */
export const handler = createHandler({
  secret: process.env.WEBHOOK_SECRET,
  handled: new HandledEvents(),
  work: async ({ type, data }) => console.log(`${type} ${data.number} ${data.status}`),
});
