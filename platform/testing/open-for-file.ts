import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';

type Closing<Shared> = (shared: Shared) => Promise<unknown>;

/**
 * Opens what the tests of a file share before the first test, and closes it after the last. The
 * result is usable in tests and hooks only, but can be named by helpers before.
 */
export function openForFile<Shared extends { close(): Promise<unknown> }>(
  open: () => Promise<Shared>,
): Shared;
export function openForFile<Shared extends object>(
  open: () => Promise<Shared>,
  close: Closing<Shared>,
): Shared;
export function openForFile<Shared extends { close(): Promise<unknown> }>(
  open: () => Promise<Shared>,
  close: Closing<Shared> = (opened) => opened.close(),
): Shared {
  const shared = {} as Shared;
  beforeAll(async () => {
    Object.defineProperties(shared, Object.getOwnPropertyDescriptors(await open()));
  });
  afterAll(() => close(shared));
  return shared;
}

/** The same for each test: opened before it, and closed after it. */
export function openForTest<Opened extends { close(): Promise<unknown> }>(
  open: () => Promise<Opened>,
): Opened;
export function openForTest<Opened extends object>(
  open: () => Promise<Opened>,
  close: Closing<Opened>,
): Opened;
export function openForTest<Opened extends { close(): Promise<unknown> }>(
  open: () => Promise<Opened>,
  close: Closing<Opened> = (opened) => opened.close(),
): Opened {
  const shared = {} as Opened;
  beforeEach(async () => {
    Object.defineProperties(shared, Object.getOwnPropertyDescriptors(await open()));
  });
  afterEach(() => close(shared));
  return shared;
}
