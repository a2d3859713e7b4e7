import { type Import, importViolations, packageOf, within } from '../imports';
import { isCode, isTest, type SourceFile } from '../source-tree';
import type { Violation, Wall } from '../wall';

const domainFolder = /^(subgraphs\/[^/]+\/domain)\//;
const testPackages = new Set(['vitest', 'fast-check']);

function mayImport(path: string, domain: string, { target, relative }: Import): boolean {
  if (relative) return within(target, domain) || within(target, 'platform/values');
  return isTest(path) && testPackages.has(packageOf(target));
}

function check(files: readonly SourceFile[]): Violation[] {
  return files.flatMap((file) => {
    const domain = domainFolder.exec(file.path)?.[1];
    if (domain === undefined || !isCode(file.path)) return [];
    return importViolations(file, (imported) =>
      mayImport(file.path, domain, imported)
        ? null
        : `imports ${imported.target}; domain code decides on its arguments only`,
    );
  });
}

export const domainPure: Wall = {
  name: 'domain/ imports only domain/ and platform/values/',
  why: 'Decisions without I/O can be tested for every input and read without the infrastructure.',
  check,
  refuses: {
    'a store': {
      'subgraphs/orders/domain/order.ts': "import { orders } from '../store/orders';",
    },
    'a row type of Prisma': {
      'subgraphs/orders/domain/order.ts':
        "import type { Order } from '../../../prisma/orders/generated/client';",
    },
    'a package': {
      'subgraphs/orders/domain/order.ts': "import { z } from 'zod';",
    },
    'a builtin': {
      'subgraphs/orders/domain/order.ts': "import { readFileSync } from 'node:fs';",
    },
    'another part of the platform': {
      'subgraphs/orders/domain/order.ts':
        "import { Money } from '../../../platform/graphql/money';",
    },
  },
  accepts: {
    'its own folder and value types': {
      'subgraphs/orders/domain/order.ts': [
        "import { totals } from './totals';",
        "import { proportion } from '../../../platform/values/money';",
      ].join('\n'),
    },
    'the test tools in a test': {
      'subgraphs/orders/domain/order.test.ts': [
        "import fc from 'fast-check';",
        "import { expect, test } from 'vitest';",
        "import { orderCan } from './order';",
      ].join('\n'),
    },
  },
};
