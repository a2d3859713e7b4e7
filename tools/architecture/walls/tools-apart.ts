import { importViolations, within } from '../imports';
import { isCode, isTest, type SourceFile } from '../source-tree';
import type { Violation, Wall } from '../wall';

/** Whether a file has the settings of a program that builds or checks. */
const isConfiguration = (path: string): boolean => /\.config\.m?[jt]s$/.test(path);

/**
 * Whether a file is part of production, which has no tools/. e2e/ and bench/ are shipped for
 * drills.
 */
const isShipped = ({ path }: SourceFile): boolean =>
  isCode(path) && !within(path, 'tools') && !isTest(path) && !isConfiguration(path);

function check(files: readonly SourceFile[]): Violation[] {
  return files
    .filter(isShipped)
    .flatMap((file) =>
      importViolations(file, ({ target, relative }) =>
        relative && within(target, 'tools')
          ? `imports ${target}, which production does not have`
          : null,
      ),
    );
}

export const toolsApart: Wall = {
  name: 'nothing that production ships imports tools/',
  why: 'tools/ is for developers of this project, and production-files.mjs leaves it out.',
  check,
  refuses: {
    'a command that imports a tool': {
      'cli/commands/architecture.ts':
        "import { readTree } from '../../tools/architecture/imports';",
    },
    'a command that loads a tool when it runs': {
      'cli/commands/generate.ts': "const tool = await import('../../tools/generate/generate.js');",
    },
    'a type of a tool': {
      'gateway/server.ts': "import type { Emitted } from '../tools/dev/messages';",
    },
    'a drill': {
      'e2e/drills/clock.ts': "import { entriesOf } from '../../tools/test/testing/file-list';",
    },
  },
  accepts: {
    'a tool that imports a tool and what is shipped': {
      'tools/dev/dev.ts': [
        "import { openPostgres } from '../../cli/topology/servers';",
        "import { generate } from '../generate/generate';",
      ].join('\n'),
    },
    'a test and a configuration': {
      'docs/limits.test.ts': "import { readTree } from '../tools/architecture/source-tree';",
      'vitest.config.mts': "import alone from './tools/test/alone.json';",
    },
    'a package, and a folder of that name elsewhere': {
      'platform/graphql/schema.ts': "import { printSchema } from '@graphql-tools/utils';",
      'e2e/clients/clients.ts': "import { config } from './tools/config';",
    },
  },
};
