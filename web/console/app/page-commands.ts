import { useEffect, useSyncExternalStore } from 'react';

/** Something that the command palette offers. */
export interface Command {
  readonly id: string;
  readonly title: string;
  readonly hint?: string;
  readonly run: () => void;
}

const none: readonly Command[] = [];
let offered = none;
const listeners = new Set<() => void>();

function offer(commands: readonly Command[]): void {
  offered = commands;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Adds what the open page can do to the command palette. @param commands the same until they change. */
export function useOfferedCommands(commands: readonly Command[]): void {
  useEffect(() => {
    offer(commands);
    return () => offer(none);
  }, [commands]);
}

/** What the open page can do. */
export const usePageCommands = (): readonly Command[] =>
  useSyncExternalStore(subscribe, () => offered);
