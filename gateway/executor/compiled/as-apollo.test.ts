import * as fc from 'fast-check';
import { type ExecutionResult, parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { isLongRun } from '../../../platform/testing/long-run';
import { measureAnswer } from '../answer-size';
import { executorsForFile, sorted } from '../testing/both-executors';
import { fakeGraph, fortunate } from '../testing/fake-subgraph';
import { library } from '../testing/library';
import { randomOperation } from '../testing/random-operation';

const both = executorsForFile();

const unlimited = {
  answerObjects: Number.POSITIVE_INFINITY,
  answerBytes: Number.POSITIVE_INFINITY,
};
const graph = fakeGraph(library);

const isName = (part: string | number): boolean => typeof part === 'string';

interface AnswerError {
  readonly message?: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: Record<string, unknown>;
}

/**
 * All but the order of keys, in which @apollo/gateway is not quite as the specification wants it.
 * That order also decides which of several errors of an object is reported: their roots are the same.
 * And where some entities could not be asked for, it counts only the others: an error of one of
 * them has the wrong index there (`executor.test.ts` has the right one). Beside errors it reports no
 * missing values.
 */
function comparable({ data, errors = [], extensions }: ExecutionResult) {
  const missing = (extensions?.valueCompletion ?? []) as readonly AnswerError[];
  const faults = errors.length > 0 ? [] : missing;
  const lost = faults.map(({ path = [] }) => String(path[0]));
  const texts = (errors as readonly AnswerError[]).map(({ message, path, extensions }) =>
    JSON.stringify([message, path?.filter(isName), extensions?.code, extensions?.serviceName]),
  );
  return {
    data: sorted(data),
    errors: texts.sort(),
    isWhole: faults.length === 0,
    lost: Object.entries(data ?? {})
      .filter(([name, value]) => value === null && lost.includes(name))
      .map(([name]) => name)
      .sort(),
  };
}

/** A reserved variable, and what the planner cannot do beside an `@interfaceObject`. */
const unplannable = /Choose another one|We should have an edge from Media/;

/** The planner takes seconds for one operation in a hundred, and a busy machine several times that. */
const enoughMs = 30_000;
const runs = {
  numRuns: isLongRun ? 300 : 40,
  plugins: [fc.interruptAfterTimeLimit(enoughMs)],
};

test.each([
  ['nothing goes wrong', fortunate],
  ['much is null', { errors: 0, nulls: 200, broken: 0, lost: 200 }],
  ['fields fail', { errors: 80, nulls: 50, broken: 0, lost: 50 }],
  ['subgraphs break their promises', { errors: 10, nulls: 50, broken: 20, lost: 50 }],
] as const)('answers any operation as @apollo/gateway does, where %s', async (_, misfortune) => {
  await fc.assert(
    fc.asyncProperty(fc.integer(), fc.integer(), async (operationSeed, dataSeed) => {
      const { query, variables } = randomOperation(both.schema, operationSeed);
      fc.pre(validate(both.schema, parse(query)).length === 0);
      both.subgraphs = graph.subgraphs(dataSeed, misfortune);
      const answers = await both.ask({ query, variables }).catch((error) => {
        if (!unplannable.test(String(error))) throw error;
        return null;
      });
      fc.pre(answers !== null);
      const { apollo, compiled } = answers;
      expect(comparable(compiled), query).toEqual(comparable(apollo));
      // What is counted during assembly is what a separate count of the answer finds.
      const [counted, found] = [compiled.data, structuredClone(compiled.data)];
      expect(await measureAnswer(counted, unlimited)).toEqual(
        await measureAnswer(found, unlimited),
      );
    }),
    runs,
  );
});
