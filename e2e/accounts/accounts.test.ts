import { afterAll, beforeAll, describe } from 'vitest';
import { openForFile } from '../../platform/testing/open-for-file';
import { SignalReceiver } from '../../platform/testing/signal-receiver';
import { Shop } from '../harness/shop';
import { onTopology } from '../harness/topologies';
import { checkAccess } from './access';
import { checkCardNumbers } from './card-numbers';
import { checkErasure } from './erasure';
import { checkPartners, registrationsMax } from './partners';
import { checkPrivacy } from './privacy';
import { checkTraces } from './traces';

/** Journeys that share a shop. */
onTopology('many processes', (topology) => {
  let signals: SignalReceiver;
  beforeAll(async () => {
    signals = await SignalReceiver.open();
  });
  afterAll(() => signals?.close());
  const shop = openForFile(() => {
    const settings = {
      ORDERPROCESSING_LIMITS_RATE_ANONYMOUS_PER_MINUTE: '500',
      ORDERPROCESSING_LIMITS_RATE_REGISTRATIONS_PER_MINUTE: String(registrationsMax),
      ORDERPROCESSING_LOG_LEVEL: 'debug',
      ORDERPROCESSING_TELEMETRY_LOGS_ENDPOINT: signals.url,
      ORDERPROCESSING_TELEMETRY_LOGS_PROTOCOL: 'otlp',
      ORDERPROCESSING_TELEMETRY_TRACING_ENDPOINT: signals.url,
      ORDERPROCESSING_TELEMETRY_TRACING_RATIO: '1',
    };
    return Shop.start(settings, null, topology);
  });
  const received = () => signals;

  // First: the quota of a key is shown while its owner has used less of theirs.
  describe('partners', () => checkPartners(shop));
  describe('traces', () => checkTraces(shop, received, topology));
  describe('access', () => checkAccess(shop));
  // They read Redis, which one process may do without.
  if (topology === 'many processes') {
    describe('card numbers', () => checkCardNumbers(shop, received));
    describe('erasure', () => checkErasure(shop, received));
  }
  // It kills processes, so it is the last.
  describe('privacy', () => checkPrivacy(shop, topology));
});
