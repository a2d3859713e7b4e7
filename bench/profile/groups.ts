import type { CallFrame, SelfTime } from './cpu-profile';

/** V8's names in parentheses for time outside any function of ours. */
const states: ReadonlyMap<string, string> = new Map([
  ['(idle)', 'idle'],
  ['(garbage collector)', 'garbage collector'],
  ['(program)', 'native code'],
  ['(root)', 'native code'],
]);

/** Packages that are grouped together, by prefix of their name. */
const families: readonly [RegExp, string][] = [
  [/^pg-boss$/, 'pg-boss'],
  [/^(pg|pg-.*|postgres-.*)$/, 'pg'],
  [/^(@fastify\/.*|fastify|avvio|find-my-way|light-my-request)$/, 'fastify'],
  [/^(ioredis|redis-.*|standard-as-callback)$/, 'ioredis'],
  [/^(@[^/]+)\//, '$1/*'],
];

function packageGroup(name: string): string {
  for (const [pattern, group] of families) {
    const found = pattern.exec(name);
    if (found) return group.replace('$1', found[1] ?? '');
  }
  return name;
}

/** Folders that are split into their subfolders. */
const dividedFolders = new Set(['gateway', 'subgraphs', 'platform']);

function folderGroup(file: string): string {
  const [folder = '', below, ...rest] = file.split('/');
  const isDivided = dividedFolders.has(folder) && below !== undefined && rest.length > 0;
  return isDivided ? `${folder}/${below}/` : `${folder}/`;
}

/**
 * The group of a function: one of our folders (`gateway/executor/`), a package or package family
 * (`graphql`, `@apollo/*`), Node, or a state such as `idle`.
 */
export function groupOf({ functionName, url, scriptId }: CallFrame): string {
  const state = states.get(functionName);
  if (state !== undefined) return state;
  if (url.startsWith('node:')) return 'node';
  if (url.startsWith('wasm:')) return 'WebAssembly';
  const modules = url.lastIndexOf('/node_modules/');
  if (modules >= 0) {
    const [scope = '', name = ''] = url.slice(modules + '/node_modules/'.length).split('/');
    return packageGroup(scope.startsWith('@') ? `${scope}/${name}` : scope);
  }
  const compiled = url.lastIndexOf('/dist/');
  if (compiled >= 0) return folderGroup(url.slice(compiled + '/dist/'.length));
  // Code generated at run time has a script id, C++ code has none.
  return scriptId === '0' ? 'native code' : 'generated code';
}

export const isIdle = ({ callFrame }: SelfTime): boolean => groupOf(callFrame) === 'idle';

export interface GroupTime {
  readonly group: string;
  readonly selfUs: number;
}

/** The times of each group, the longest first. */
export function byGroup(times: readonly SelfTime[]): GroupTime[] {
  const sums = new Map<string, number>();
  for (const { callFrame, selfUs } of times) {
    const group = groupOf(callFrame);
    sums.set(group, (sums.get(group) ?? 0) + selfUs);
  }
  return [...sums]
    .map(([group, selfUs]) => ({ group, selfUs }))
    .sort((one, other) => other.selfUs - one.selfUs);
}
