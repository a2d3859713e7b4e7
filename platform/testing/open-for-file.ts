import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';

interface OpenFor {
  <Opened extends { close(): Promise<unknown> }>(open: () => Promise<Opened>): Opened;
  <Opened extends object>(
    open: () => Promise<Opened>,
    close: (opened: Opened) => Promise<unknown>,
  ): Opened;
}

/** One of Vitest's hooks. */
type Hook = (action: () => Promise<unknown>) => void;

const openFor =
  (before: Hook, after: Hook): OpenFor =>
  <Opened extends { close(): Promise<unknown> }>(
    open: () => Promise<Opened>,
    close: (opened: Opened) => Promise<unknown> = (opened) => opened.close(),
  ): Opened => {
    const shared = {} as Opened;
    let isOpen = false;
    before(async () => {
      const opened = await open();
      Object.setPrototypeOf(shared, Object.getPrototypeOf(opened));
      Object.defineProperties(shared, Object.getOwnPropertyDescriptors(opened));
      isOpen = true;
    });
    after(async () => {
      if (isOpen) await close(shared);
      isOpen = false;
    });
    return shared;
  };

/**
 * Opens what the tests of a file share before the first test, and closes it after the last. The
 * result is usable in tests and hooks only, but can be named by helpers before. It is a copy: a field
 * that what was opened changes later needs a getter.
 */
export const openForFile = openFor(beforeAll, afterAll);

/** The same for each test: opened before it, and closed after it. */
export const openForTest = openFor(beforeEach, afterEach);
