import { entriesOf, importGraph, upwardImports } from '../import-graph';
import { isCode, type SourceFile } from '../source-tree';
import type { Violation, Wall } from '../wall';

/** `subgraphs/orders` and every folder in it. */
function foldersOf(files: readonly SourceFile[]): Set<string> {
  const folders = new Set<string>();
  for (const { path } of files.filter((file) => isCode(file.path))) {
    const parts = path.split('/').slice(0, -1);
    for (let depth = 2; depth <= parts.length; depth += 1) {
      if (parts[0] === 'subgraphs') folders.add(parts.slice(0, depth).join('/'));
    }
  }
  return folders;
}

function check(files: readonly SourceFile[]): Violation[] {
  return [...foldersOf(files)].flatMap((folder) =>
    upwardImports(importGraph(files, entriesOf(folder))).map(([from, to]) => ({
      path: `${folder}/${from}`,
      message: `imports ${to}, which imports it too; see npm run architecture -- ${folder}`,
    })),
  );
}

export const downwardImports: Wall = {
  name: 'a room and its folders have no import cycles',
  why: 'A reader who follows the imports always moves down a layer.',
  check,
  refuses: {
    'a workflow that imports the context, which has the workflows': {
      'subgraphs/orders/context.ts': "import type { OrderWorkflows } from './workflows';",
      'subgraphs/orders/workflows/index.ts': "import type { OrdersContext } from '../context';",
    },
    'two files of a folder that import each other': {
      'subgraphs/orders/workflows/placing/steps.ts': "import { reject } from './decisions';",
      'subgraphs/orders/workflows/placing/decisions.ts': "import { StepFailed } from './steps';",
    },
  },
  accepts: {
    'imports that lead downwards': {
      'subgraphs/orders/context.ts': "import type { OrderWorkflows } from './workflows';",
      'subgraphs/orders/workflows/index.ts': "import { placeOrder } from './placing';",
      'subgraphs/orders/workflows/placing/index.ts': "export { placeOrder } from './place-order';",
      'subgraphs/orders/workflows/placing/place-order.ts': '',
    },
  },
};
