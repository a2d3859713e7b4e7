import { AsyncLocalStorage } from 'node:async_hooks';

const permission = new AsyncLocalStorage<boolean>();

/** Whether the request that this code runs for may read what is some seconds old. */
export const mayReadReplicas = (): boolean => permission.getStore() === true;

/** Runs `action`, whose reads may or may not be answered by replicas. */
export const withReplicas = <Value>(isAllowed: boolean, action: () => Value): Value =>
  isAllowed === mayReadReplicas() ? action() : permission.run(isAllowed, action);
