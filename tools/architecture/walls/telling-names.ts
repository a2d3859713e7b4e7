import type { SourceFile } from '../source-tree';
import type { Violation, Wall } from '../wall';

const emptyWord = /^(utils?|helpers?|common|shared|misc|libs?|core|managers?|services?)$/i;

/** Folders with the vocabulary of other systems, such as a Kubernetes Service. */
const foreignFolder = /^ops\//;

/**
 * The first folder or file whose last word says nothing: `order-service.ts` is like `service.ts`.
 */
function emptyPartOf(path: string): string | null {
  const parts = path.split('/').map((part) => part.split('.')[0] ?? '');
  return parts.find((part) => emptyWord.test(part.split(/[-_]/).at(-1) ?? '')) ?? null;
}

function check(files: readonly SourceFile[]): Violation[] {
  return files.flatMap(({ path }) => {
    const part = foreignFolder.test(path) ? null : emptyPartOf(path);
    return part === null ? [] : [{ path, message: `is called "${part}", which says nothing` }];
  });
}

export const tellingNames: Wall = {
  name: 'nothing is called utils, helpers, common, shared, misc, lib, core, manager or service',
  why: 'A module without a specific name collects code without a specific place.',
  check,
  refuses: {
    'a file': { 'platform/values/utils.ts': '' },
    'a folder': { 'subgraphs/orders/shared/money.ts': '' },
    'a test of such a file': { 'gateway/helpers.test.ts': '' },
    'a name that ends in such a word': { 'subgraphs/orders/order-service.ts': '' },
    'a document': { 'docs/common.md': '' },
  },
  accepts: {
    'specific names': {
      'platform/values/money.ts': '',
      'platform/graphql/service-call.ts': '',
      'docs/runbooks/corrupted-index.md': '',
    },
    'a name from another system': { 'ops/kubernetes/gateway/service.yaml': '' },
  },
};
