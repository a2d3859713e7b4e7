/**
 * Advisory lock of the relay, and of a recount of order statistics: its holder takes events out of the
 * outbox, or counts, exclusively until its transaction ends.
 */
export const relayLock = 7_208_251_001;
