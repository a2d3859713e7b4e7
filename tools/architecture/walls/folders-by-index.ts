import { importViolations, within } from '../imports';
import { isCode, isTestingCode, type SourceFile } from '../source-tree';
import type { Wall } from '../wall';

/** The subfolder of a room's folder: `subgraphs/orders/workflows/placing` for anything in it. */
const folderOf = (path: string): string | null =>
  /^subgraphs\/[^/]+\/[^/]+\/[^/]+(?=\/)/.exec(path)?.[0] ?? null;

const violationsOf = (file: SourceFile) =>
  importViolations(file, ({ target, relative }) => {
    const folder = relative ? folderOf(target) : null;
    return folder !== null && target !== `${folder}/index` && !within(file.path, folder)
      ? `imports ${target}; import its folder, and export what is used from its index.ts`
      : null;
  });

export const foldersByIndex: Wall = {
  name: 'a folder in a folder of a room is imported through its index',
  why: 'The index exports what the rest of the room uses; everything else may change freely.',
  check: (files) =>
    files.filter(({ path }) => isCode(path) && !isTestingCode(path)).flatMap(violationsOf),
  refuses: {
    'an operation that imports from inside a folder of the workflows': {
      'subgraphs/orders/operations/cancel-order.ts':
        "import { cancellation } from '../workflows/effects/cancellations';",
    },
    'a folder that imports from inside its neighbour': {
      'subgraphs/orders/workflows/placing/steps.ts':
        "import { doneChange } from '../effects/effect-changes';",
    },
    'a type': {
      'subgraphs/inventory/schema/product-connection.ts':
        "import type { ProductSorting } from '../store/product-list/sorting';",
    },
  },
  accepts: {
    'the folder itself': {
      'subgraphs/orders/operations/cancel-order.ts':
        "import { cancellation } from '../workflows/effects';",
    },
    'a file next to the folder, and files in the same folder': {
      'subgraphs/orders/workflows/placing/steps.ts': [
        "import { attempt } from '../attempt';",
        "import { accept } from './decisions';",
      ].join('\n'),
    },
    'a test that imports from inside': {
      'subgraphs/inventory/operations/product-search.test.ts':
        "import { gatheredMatchesMax } from '../store/product-list/gathered-matches';",
    },
  },
};
