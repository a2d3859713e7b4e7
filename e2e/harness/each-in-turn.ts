import { Agent, setGlobalDispatcher } from 'undici';
import { inject } from 'vitest';

/** Whether the journeys run on several of each process. */
export const hasSeveral = inject('instances') > 1;

/** Settings of their shops: consecutive calls of a process reach different instances. */
export const callsInTurn: Record<string, string> = hasSeveral
  ? { ORDERPROCESSING_SERVICES_DISCOVERY_BALANCING: 'round-robin' }
  : {};

// The supervisor gives each connection to the next gateway, so requests of a test share none.
if (hasSeveral) setGlobalDispatcher(new Agent({ pipelining: 0 }));
