import { beforeAll, expect, test } from 'vitest';
import { demandFreeVariable } from './reserved-variable';
import { executorsForFile, requestOf } from './testing/both-executors';
import { fakeGraph } from './testing/fake-subgraph';
import { library } from './testing/library';

const both = executorsForFile();
beforeAll(() => {
  both.remember = demandFreeVariable;
  both.subgraphs = fakeGraph(library).subgraphs(1);
});

test('a variable is refused that fetches of entities have, where they need it', async () => {
  const query = (selection: string) =>
    `query ($representations: Boolean = true) { products { ${selection} } }`;
  const refused = both.apollo(requestOf({ query: query('shipping(express: $representations)') }));
  await expect(refused).rejects.toThrow('The name of the variable "$representations" is reserved.');
  const used = requestOf({ query: query('name @include(if: $representations)') });
  expect((await both.apollo(used)).errors).toBeUndefined();
});
