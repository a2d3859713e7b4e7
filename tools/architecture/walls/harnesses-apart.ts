import { importViolations, within } from '../imports';
import { isCode, type SourceFile } from '../source-tree';
import type { Violation, Wall } from '../wall';

/** Each drives the whole system from outside. `cli/` has the commands that start them. */
const harnesses = ['e2e', 'bench'];

const mayImport = (path: string, harness: string): boolean =>
  within(path, harness) || within(path, 'cli');

function check(files: readonly SourceFile[]): Violation[] {
  return files
    .filter(({ path }) => isCode(path))
    .flatMap((file) =>
      importViolations(file, ({ target, relative }) => {
        const harness = relative ? harnesses.find((folder) => within(target, folder)) : undefined;
        return harness === undefined || mayImport(file.path, harness)
          ? null
          : `imports ${target}; what ${harness}/ shares is in testing/`;
      }),
    );
}

export const harnessesApart: Wall = {
  name: 'e2e and bench import nothing of each other, and only cli imports them',
  why: 'A change of a test does not change what is measured. What both need is in testing/.',
  check,
  refuses: {
    'a benchmark that imports a test harness': {
      'bench/load/shopping.ts': "import type { Random } from '../../e2e/chaos/random';",
    },
    'a test that imports a benchmark': {
      'e2e/orders/plans.test.ts': "import { fill } from '../../bench/fill/fill';",
    },
    'what both share, importing one of them': {
      'testing/fill/fill.ts': "import type { BenchShop } from '../../bench/bench-shop';",
    },
    'the platform importing a test harness': {
      'platform/testing/program.ts': "import { Shop } from '../../e2e/harness/shop';",
    },
  },
  accepts: {
    'imports of themselves, of testing/ and of the platform': {
      'e2e/first-start/start.test.ts': [
        "import { Shop } from '../harness/shop';",
        "import { StartedShop } from '../../testing/started-shop';",
        "import { freePort } from '../../platform/testing/free-port';",
      ].join('\n'),
    },
    'the commands that start them': {
      'cli/bench/run.ts': "import { orders } from '../../bench/scenarios/orders';",
    },
  },
};
