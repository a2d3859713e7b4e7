export { type Client, createClient, type ListOptions, type RootValue } from './client';
export type { TypedDocument } from './document';
export {
  type AnswerError,
  ClientError,
  DeadlineError,
  GraphqlError,
  HttpError,
  NetworkError,
  OutcomeError,
  PageError,
  SessionEndedError,
  WebhookError,
} from './errors';
export type { Answer } from './exchange';
export * from './generated/operations';
export { newIdempotencyKey } from './idempotency';
export type { CallOptions, ClientOptions } from './options';
export {
  expectOutcome,
  isUserError,
  type OtherOutcome,
  type Outcome,
  type UserError,
} from './outcomes';
export type { Page } from './pages';
export type { RetryOptions } from './retry';
export {
  type KeyValueStorage,
  memorySession,
  type Session,
  type SessionStore,
  storedSession,
} from './session';
export {
  verifyWebhook,
  type WebhookDelivery,
  type WebhookEvent,
  type WebhookEventName,
  type WebhookHeaders,
} from './webhooks';
