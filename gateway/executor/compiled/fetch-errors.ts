import { GraphQLError } from 'graphql';
import { pathsOf } from './paths';
import type { Path } from './plan';
import type { Run } from './run';

type AnswerPath = readonly (string | number)[];

/** A fetch that failed partly or completely, and its path. */
export interface FailedFetch {
  readonly service: string;
  readonly path: Path;
  /** The index of each sent entity among the objects at the path; null without entities. */
  readonly positions: readonly number[] | null;
}

/** Federation's code for subgraph errors without a code. */
const standardCode = 'DOWNSTREAM_SERVICE_ERROR';

/** The path of a fetch error in the answer. Only computed for errors, since it walks the data. */
function answerPathsOf(
  run: Run,
  { path, positions }: FailedFetch,
): (answerPath: AnswerPath) => AnswerPath {
  if (positions === null) return (answerPath) => [...path, ...answerPath];
  const paths = pathsOf(run.data, path);
  return (answerPath) => {
    const [, entity, ...rest] = answerPath;
    if (typeof entity !== 'number') return [...path, ...answerPath];
    return [...(paths[positions[entity] ?? -1] ?? []), ...rest];
  };
}

export function addErrors(run: Run, errors: readonly GraphQLError[], failed: FailedFetch): void {
  const answerPathOf = answerPathsOf(run, failed);
  for (const error of errors) {
    const { path, extensions } = error;
    const message = error.message || `Error while fetching subquery from "${failed.service}"`;
    run.errors.push(
      new GraphQLError(message, {
        originalError: error,
        path: path && answerPathOf(path),
        extensions: { code: standardCode, ...extensions, serviceName: failed.service },
      }),
    );
  }
}
