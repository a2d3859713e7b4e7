import { existsSync } from 'node:fs';
import path from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const names = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'];

const executable = (process.env.PATH ?? '')
  .split(path.delimiter)
  .flatMap((folder) => names.map((name) => path.join(folder, name)))
  .find((file) => existsSync(file));

/**
 * Whether Chromium is installed. If not, `describe.skipIf(!chromiumAvailable)(…)` reports the suite
 * as skipped.
 */
export const chromiumAvailable = executable !== undefined;

/** A visit takes a quarter less CPU when V8 has no threads that help. */
const args = ['--js-flags=--single-threaded'];

/** A browser without a window. */
export function launchChromium(): Promise<Browser> {
  if (executable === undefined) throw new Error('There is no Chromium: skip by chromiumAvailable.');
  return chromium.launch({ executablePath: executable, args });
}
