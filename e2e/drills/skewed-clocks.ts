import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type ProcessName, processCommands } from '../chaos/chaos-shop';

/** Debian has a folder for each architecture; Node has threads, so it is the library for them. */
const libraryFolders = '/usr/lib';
const library = 'faketime/libfaketimeMT.so.1';

/** The library of the package libfaketime; null if it is not installed. */
export function findFaketime(): string | null {
  const names = ['', ...readdirSync(libraryFolders)];
  return names.map((name) => path.join(libraryFolders, name, library)).find(existsSync) ?? null;
}

/**
 * A program for `node --require`, for the process that starts the others: each of those reads its
 * clock from a file of its own, which is read again every second. Timers are left as they are.
 */
const program = (faketime: string, fileByCommand: Readonly<Record<string, string>>): string => `
const cluster = require('node:cluster');
const files = Object.entries(${JSON.stringify(fileByCommand)});
const fork = cluster.fork;
cluster.fork = function (environment) {
  const { exec, args } = cluster.settings;
  const command = [exec, ...args].join(' ');
  const found = files.filter(([name]) => command.includes(name));
  const [, file] = found.sort(([a], [b]) => b.length - a.length)[0] ?? [];
  const clock = file && {
    LD_PRELOAD: ${JSON.stringify(faketime)},
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_CACHE_DURATION: '1',
    FAKETIME_DISABLE_SHM: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
    DONT_FAKE_MONOTONIC: '1',
  };
  return fork.call(this, { ...environment, ...clock });
};
`;

const clocksIn = (folder: string): string => path.join(folder, 'clocks');

const fileOf = (folder: string, name: ProcessName): string =>
  path.join(clocksIn(folder), `${name}.time`);

/** Holds within a second or two. @param seconds by which the clock is ahead. */
export function setClock(folder: string, name: ProcessName, seconds: number): void {
  writeFileSync(fileOf(folder, name), `${seconds < 0 ? '' : '+'}${seconds}\n`);
}

/** Flags of Node for the process that starts the others, by which `setClock` works. */
export function clockFlags(folder: string, faketime: string): string[] {
  mkdirSync(clocksIn(folder), { recursive: true });
  const names = Object.keys(processCommands) as ProcessName[];
  for (const name of names) setClock(folder, name, 0);
  const files = names.map((name) => [processCommands[name], fileOf(folder, name)]);
  const hook = path.join(clocksIn(folder), 'skewed-clocks.cjs');
  writeFileSync(hook, program(faketime, Object.fromEntries(files)));
  return ['--require', hook];
}
