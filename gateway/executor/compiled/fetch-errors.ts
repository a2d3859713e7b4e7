import { GraphQLError } from 'graphql';
import { clientPath } from './hidden-names';
import { pathsOf } from './paths';
import type { Path } from './plan';
import type { Run } from './run';

type AnswerPath = readonly (string | number)[];

/** A fetch that failed partly or completely, and where its objects are. */
export interface FailedFetch {
  readonly service: string;
  /** Several if sibling fetches were sent as one. */
  readonly paths: readonly Path[];
  /** The index of each sent entity among the objects at the paths; null without entities. */
  readonly positions: readonly number[] | null;
}

/** Federation's code for subgraph errors without a code. */
const standardCode = 'DOWNSTREAM_SERVICE_ERROR';

/** The paths of all objects of a fetch, those of each sibling in a list. */
const objectPaths = (run: Run, { paths }: FailedFetch): AnswerPath[][] =>
  paths.map((path) => pathsOf(run.data, path));

/** The path of a fetch error in the answer. Only computed for errors, since it walks the data. */
function answerPathsOf(run: Run, failed: FailedFetch): (answerPath: AnswerPath) => AnswerPath {
  const { paths, positions } = failed;
  const [first = []] = paths;
  if (positions === null) return (answerPath) => [...first, ...answerPath];
  const objects = objectPaths(run, failed).flat();
  return (answerPath) => {
    // An error of all entities together is reported at the first, as one of the whole fetch is.
    const [, entity = 0, ...rest] = answerPath;
    if (typeof entity !== 'number') return [...first, ...answerPath];
    return [...(objects[positions[entity] ?? -1] ?? []), ...rest];
  };
}

/** The first entity of each sibling but the first, where an error of the whole fetch is missing. */
function furtherPaths(run: Run, failed: FailedFetch): AnswerPath[] {
  const { positions } = failed;
  if (positions === null || failed.paths.length === 1) return [];
  let begin = 0;
  const firsts = objectPaths(run, failed).flatMap((objects) => {
    const sent = positions.find(
      (position) => position >= begin && position < begin + objects.length,
    );
    const path = sent === undefined ? undefined : objects[sent - begin];
    begin += objects.length;
    return path === undefined ? [] : [path];
  });
  return firsts.slice(1);
}

/** @param isWhole whether nothing was fetched, so that each sibling lacks everything. */
export function addErrors(
  run: Run,
  errors: readonly GraphQLError[],
  failed: FailedFetch,
  isWhole = false,
): void {
  const answerPathOf = answerPathsOf(run, failed);
  const further = isWhole ? furtherPaths(run, failed) : [];
  for (const error of errors) {
    const { path, extensions } = error;
    const message = error.message || `Error while fetching subquery from "${failed.service}"`;
    for (const at of [path && answerPathOf(path), ...further]) {
      run.errors.push(
        new GraphQLError(message, {
          originalError: error,
          path: at && clientPath(at),
          extensions: { code: standardCode, ...extensions, serviceName: failed.service },
        }),
      );
    }
  }
}
