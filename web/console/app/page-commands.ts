import { useEffect, useSyncExternalStore } from 'react';
import { Shared } from '../api/listeners';

/** Something that the command palette offers. */
export interface Command {
  readonly id: string;
  readonly title: string;
  readonly hint?: string;
  readonly run: () => void;
}

const none: readonly Command[] = [];
const offered = new Shared(none);

/** Adds what the open page can do to the command palette. @param commands the same until they change. */
export function useOfferedCommands(commands: readonly Command[]): void {
  useEffect(() => {
    offered.set(commands);
    return () => offered.set(none);
  }, [commands]);
}

export const usePageCommands = (): readonly Command[] =>
  useSyncExternalStore(offered.subscribe, offered.get);
