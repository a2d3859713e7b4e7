import type { ApolloGateway } from '@apollo/gateway';
import { beforeAll, describe, expect, test } from 'vitest';
import { executorsForFile, requestOf } from './testing/both-executors';
import { fakeGraph } from './testing/fake-subgraph';
import { gatewayExecutor } from './testing/gateway-executor';
import { library } from './testing/library';

const both = executorsForFile();

describe.each(['compiled', 'apollo'] as const)('by the %s executor', (executor) => {
  let run: ApolloGateway['executor'];
  const sent: string[] = [];
  beforeAll(async () => {
    const subgraphs = Object.entries(fakeGraph(library).subgraphs(1)).map(
      ([name, answer]): [string, typeof answer] => [
        name,
        (request) => {
          sent.push(request.query);
          return answer(request);
        },
      ],
    );
    run = await gatewayExecutor(executor, both.supergraphSdl, Object.fromEntries(subgraphs));
  });

  const answerTo = async (selections: string) => {
    const query = `query ($yes: Boolean = true, $no: Boolean = false) { products { ${selections} } }`;
    const { data, errors } = await run(requestOf({ query }));
    expect(errors).toBeUndefined();
    return JSON.stringify(data);
  };

  test.each(['@include(if: $no)', '@include(if: false)', '@skip(if: $yes)'])(
    'a field that is left out by %s takes no other with it',
    async (condition) => {
      const others = 'sku levels { onHand }';
      const answer = await answerTo(`shipping ${condition} ${others}`);
      expect(answer).toBe(await answerTo(others));
      expect(answer).toContain('onHand');
    },
  );

  test('one that is selected has its place', async () => {
    const fields = (condition: string) => `sku shipping ${condition} levels { onHand }`;
    const answer = await answerTo(fields('@skip(if: $no) @include(if: $yes)'));
    expect(answer).toBe(await answerTo(fields('')));
  });

  test.each([
    ['a field', 'sku leftOut: name @include(if: false)'],
    ['all fields of an object', 'leftOut: name @skip(if: true)'],
    ['a fragment', 'sku ... @skip(if: true) { leftOut: name }'],
    ['a fragment with a name', 'sku ...Named @include(if: false)'],
  ])('%s that a literal leaves out below a condition is not fetched', async (_, fields) => {
    const named = fields.includes('...Named') ? 'fragment Named on Product { leftOut: name }' : '';
    const products = `products @include(if: $yes) { ${fields} }`;
    const query = `query ($yes: Boolean! = true) { ${products} } ${named}`;
    sent.length = 0;
    const { data, errors } = await run(requestOf({ query }));
    expect(errors).toBeUndefined();
    expect(JSON.stringify(data)).not.toContain('leftOut');
    expect(sent).toHaveLength(1);
    expect(sent.join()).not.toContain('leftOut');
  });
});
