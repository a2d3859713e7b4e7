import type { SourceFile } from '../source-tree';
import type { Violation, Wall } from '../wall';

const emptyWord = /^(utils?|helpers?|common|shared|misc|libs?|core|managers?|services?)$/i;

/** Other systems' vocabulary: a Kubernetes Service is called that. */
const foreignFolder = /^ops\//;

/** The last word of each folder and of the file: `order-service.ts` is as empty as `service.ts`. */
function emptyPartOf(path: string): string | null {
  const parts = path.split('/').map((part) => part.split('.')[0] ?? '');
  return parts.find((part) => emptyWord.test(part.split(/[-_]/).at(-1) ?? '')) ?? null;
}

function check(files: readonly SourceFile[]): Violation[] {
  return files.flatMap(({ path }) => {
    const part = foreignFolder.test(path) ? null : emptyPartOf(path);
    return part === null ? [] : [{ path, message: `is called "${part}", which tells nothing` }];
  });
}

export const tellingNames: Wall = {
  name: 'nothing is called utils, helpers, common, shared, misc, lib, core, manager or service',
  why: 'What has no name of its own collects what has no place of its own.',
  check,
  refuses: {
    'a file': { 'platform/values/utils.ts': '' },
    'a folder': { 'subgraphs/orders/shared/money.ts': '' },
    'a test of such a file': { 'gateway/helpers.test.ts': '' },
    'a name that ends in such a word': { 'subgraphs/orders/order-service.ts': '' },
    'a document': { 'docs/common.md': '' },
  },
  accepts: {
    'names that tell': {
      'platform/values/money.ts': '',
      'platform/graphql/service-call.ts': '',
      'docs/runbooks/corrupted-index.md': '',
    },
    'what another system calls so': { 'ops/kubernetes/gateway/service.yaml': '' },
  },
};
