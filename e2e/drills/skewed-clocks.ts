import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { type ProcessName, processCommands } from '../chaos/chaos-shop';

/**
 * A library that moves the wall clock of the process that loads it by the seconds in a file, at
 * once. Below libfaketime, PostgreSQL refused connections after a clock had gone back; this takes no
 * lock, and a server that forks may load it. Timers are left as they are.
 */
const source = `
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static volatile long long *skew;

__attribute__((constructor)) static void open_skew(void) {
  const char *file = getenv("CLOCK_SKEW_FILE");
  int handle = file ? open(file, O_RDONLY | O_CLOEXEC) : -1;
  if (handle < 0) return;
  void *at = mmap(0, sizeof *skew, PROT_READ, MAP_SHARED, handle, 0);
  close(handle);
  if (at != MAP_FAILED) skew = at;
}

int clock_gettime(clockid_t id, struct timespec *now) {
  static int (*real)(clockid_t, struct timespec *);
  if (!real) real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
  int result = real(id, now);
  int is_wall = id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE;
  if (result == 0 && skew && is_wall) now->tv_sec += *skew;
  return result;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
  (void)zone;
  struct timespec exact;
  int result = clock_gettime(CLOCK_REALTIME, &exact);
  now->tv_sec = exact.tv_sec;
  now->tv_usec = exact.tv_nsec / 1000;
  return result;
}

time_t time(time_t *seconds) {
  struct timespec exact;
  clock_gettime(CLOCK_REALTIME, &exact);
  if (seconds) *seconds = exact.tv_sec;
  return exact.tv_sec;
}
`;

/** Whether a C compiler is installed, which makes the library. */
export const hasCompiler = (): boolean => spawnSync('cc', ['--version']).status === 0;

/** A program whose clock can be wrong: a process of the shop, or its database. */
export type Clocked = ProcessName | 'PostgreSQL';

/** PostgreSQL may run as another account, which has to reach the files. */
const openFolder = 0o755;

const clocksIn = (folder: string): string => path.join(folder, 'clocks');
const libraryIn = (folder: string): string => path.join(clocksIn(folder), 'skewed-clock.so');
const fileOf = (folder: string, name: Clocked): string =>
  path.join(clocksIn(folder), `${name}.skew`);

/** Takes effect at once. @param seconds that the clock runs ahead. */
export function setClock(folder: string, name: Clocked, seconds: number): void {
  const bytes = Buffer.alloc(BigInt64Array.BYTES_PER_ELEMENT);
  bytes.writeBigInt64LE(BigInt(seconds));
  // The file keeps its place, because the processes have mapped it.
  const handle = openSync(fileOf(folder, name), 'r+');
  writeSync(handle, bytes, 0, bytes.length, 0);
  closeSync(handle);
}

const variablesOf = (folder: string, name: Clocked): Readonly<Record<string, string>> => ({
  LD_PRELOAD: libraryIn(folder),
  CLOCK_SKEW_FILE: fileOf(folder, name),
});

/** A program for `node --require`, for the process that starts the others. */
const hookOf = (variables: readonly (readonly [string, Readonly<Record<string, string>>])[]) => `
const cluster = require('node:cluster');
const clocks = ${JSON.stringify(variables)};
const fork = cluster.fork;
cluster.fork = function (environment) {
  const { exec, args } = cluster.settings;
  const command = [exec, ...args].join(' ');
  const found = clocks.filter(([name]) => command.includes(name));
  const [, clock] = found.sort(([a], [b]) => b.length - a.length)[0] ?? [];
  return fork.call(this, { ...environment, ...clock });
};
`;

/** Options of a shop by whose files `setClock` works. */
export function skewableClocks(folder: string) {
  mkdirSync(clocksIn(folder), { recursive: true, mode: openFolder });
  const code = path.join(clocksIn(folder), 'skewed-clock.c');
  writeFileSync(code, source);
  execFileSync('cc', ['-shared', '-fPIC', '-O2', '-o', libraryIn(folder), code, '-ldl']);
  const names = Object.keys(processCommands) as ProcessName[];
  for (const name of [...names, 'PostgreSQL'] as const)
    writeFileSync(fileOf(folder, name), Buffer.alloc(BigInt64Array.BYTES_PER_ELEMENT));
  const hook = path.join(clocksIn(folder), 'skewed-clocks.cjs');
  const variables = names.map(
    (name) => [processCommands[name], variablesOf(folder, name)] as const,
  );
  writeFileSync(hook, hookOf(variables));
  return {
    nodeFlags: ['--require', hook],
    postgresEnvironment: variablesOf(folder, 'PostgreSQL'),
  };
}
