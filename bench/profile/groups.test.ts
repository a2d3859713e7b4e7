import { expect, test } from 'vitest';
import type { CallFrame } from './cpu-profile';
import { byGroup, groupOf } from './groups';

const frame = (url: string, functionName = 'run', scriptId = '7'): CallFrame => ({
  functionName,
  scriptId,
  url,
  lineNumber: 0,
  columnNumber: 0,
});

test.each([
  ['file:///shop/dist/gateway/executor/run.js', 'gateway/executor/'],
  ['file:///shop/dist/gateway/server.js', 'gateway/'],
  ['file:///shop/dist/subgraphs/orders/store/orders.js', 'subgraphs/orders/'],
  ['file:///shop/dist/platform/remote/pooled-calls.js', 'platform/remote/'],
  ['file:///shop/dist/cli/topology/one-process.js', 'cli/'],
  ['file:///shop/node_modules/graphql/execution/execute.js', 'graphql'],
  ['file:///shop/node_modules/graphql-shield/cjs/index.js', 'graphql-shield'],
  ['file:///shop/node_modules/@apollo/gateway/dist/index.js', '@apollo/*'],
  ['file:///shop/node_modules/pg/lib/client.js', 'pg'],
  ['file:///shop/node_modules/pg/node_modules/pg-protocol/dist/parser.js', 'pg'],
  ['file:///shop/node_modules/postgres-array/index.js', 'pg'],
  ['file:///shop/node_modules/pg-boss/dist/boss.js', 'pg-boss'],
  ['file:///shop/node_modules/undici/lib/core/request.js', 'undici'],
  ['node:internal/streams/readable', 'node'],
  ['wasm://wasm/0011', 'WebAssembly'],
])('%s belongs to %s', (url, group) => {
  expect(groupOf(frame(url))).toBe(group);
});

test.each([
  ['(idle)', '0', 'idle'],
  ['(garbage collector)', '0', 'garbage collector'],
  ['(program)', '0', 'native code'],
  ['writeUtf8String', '0', 'native code'],
  ['plan', '91', 'generated code'],
  ['toString', '0', 'native code'],
])('%s without a file, of script %s, is %s', (functionName, scriptId, group) => {
  expect(groupOf(frame('', functionName, scriptId))).toBe(group);
});

test('the times of a group are added up, and the longest comes first', () => {
  const times = [
    { callFrame: frame('node:net'), selfUs: 30 },
    { callFrame: frame('file:///shop/node_modules/graphql/type/schema.js'), selfUs: 25 },
    { callFrame: frame('file:///shop/node_modules/graphql/error/index.js'), selfUs: 10 },
  ];
  expect(byGroup(times)).toEqual([
    { group: 'graphql', selfUs: 35 },
    { group: 'node', selfUs: 30 },
  ]);
});
