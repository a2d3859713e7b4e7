import { entriesOf, importGraph, upwardImports } from '../import-graph';
import { within } from '../imports';
import { isCode, type SourceFile } from '../source-tree';
import type { Violation, Wall } from '../wall';

/** The repository, as the empty path, and every folder that contains code. */
function foldersOf(files: readonly SourceFile[]): Set<string> {
  const folders = new Set(['']);
  for (const { path } of files.filter((file) => isCode(file.path))) {
    const parts = path.split('/').slice(0, -1);
    parts.forEach((_, index) => {
      folders.add(parts.slice(0, index + 1).join('/'));
    });
  }
  return folders;
}

function violationsIn(folder: string, files: readonly SourceFile[]): Violation[] {
  const inside = files.filter(({ path }) => folder === '' || within(path, folder));
  return upwardImports(importGraph(inside, entriesOf(folder))).map(([from, to]) => ({
    path: folder === '' ? from : `${folder}/${from}`,
    message: `imports ${to}, which imports it too; see npm run architecture -- ${folder}`.trimEnd(),
  }));
}

const check = (files: readonly SourceFile[]): Violation[] =>
  [...foldersOf(files)].flatMap((folder) => violationsIn(folder, files));

export const downwardImports: Wall = {
  name: 'a folder has no import cycles',
  why: 'A reader who follows the imports always moves down a layer.',
  check,
  refuses: {
    'a workflow that imports the context, which has the workflows': {
      'subgraphs/orders/context.ts': "import type { OrderWorkflows } from './workflows';",
      'subgraphs/orders/workflows/index.ts': "import type { OrdersContext } from '../context';",
    },
    'two folders of platform that import each other, one of them a type': {
      'platform/graphql/errors.ts': "import type { Viewer } from '../auth/viewer';",
      'platform/auth/viewer.ts': "import { publicError } from '../graphql/errors';",
    },
    'a folder that imports the main file beside it': {
      'gateway/server.ts': "import { limits } from './http/limits';",
      'gateway/http/limits.ts': "import type { Server } from '../server';",
    },
    'two folders of the repository that import each other': {
      'access/roles.ts': "import { isRole } from '../config/roles';",
      'config/roles.ts': "import { roles } from '../access/roles';",
    },
    'two files of a folder that import each other': {
      'subgraphs/orders/workflows/placing/steps.ts': "import { reject } from './decisions';",
      'subgraphs/orders/workflows/placing/decisions.ts': "import { StepFailed } from './steps';",
    },
  },
  accepts: {
    'a test that imports from above': {
      'platform/values/money.test.ts': "import { createLogger } from '../telemetry/logger';",
      'platform/values/money.ts': '',
      'platform/telemetry/logger.ts': "import { money } from '../values/money';",
    },
    'imports that lead downwards': {
      'subgraphs/orders/context.ts': "import type { OrderWorkflows } from './workflows';",
      'subgraphs/orders/workflows/index.ts': "import { placeOrder } from './placing';",
      'subgraphs/orders/workflows/placing/index.ts': "export { placeOrder } from './place-order';",
      'subgraphs/orders/workflows/placing/place-order.ts': '',
    },
  },
};
