import type { Logger } from '../../../platform/telemetry/logger';

/**
 * A backup restored later holds the account again, and its audit log no erasure: the log line tells
 * the operator whom to erase once more. A warning, because a shop may log nothing below.
 */
export const logErasure = (logger: Logger, userId: string): void =>
  logger.warn({ userId }, 'account erased');
