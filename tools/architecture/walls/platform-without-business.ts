import ts from 'typescript';
import { importViolations, within } from '../imports';
import { isCode, type SourceFile } from '../source-tree';
import { nodeViolations } from '../syntax';
import type { Violation, Wall } from '../wall';

const businessWords = new Set(
  ['order', 'product', 'stock', 'sku', 'shipment', 'refund', 'payment', 'invoice', 'cart'].concat(
    'catalogue',
    'catalog',
  ),
);

/** Names and texts in which "order" means a sequence. */
const orderAsSequence =
  /(sort|lock|byte|key)Order|order(By|ing)|inOrder|\border by\b|\bin (the )?order\b/gi;

function businessWordIn(name: string): string | null {
  const words = name
    .replace(orderAsSequence, '')
    .split(/[^A-Za-z]+|(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/)
    .map((word) => word.toLowerCase());
  const singular = (word: string): string => (word.endsWith('s') ? word.slice(0, -1) : word);
  return words.find((word) => businessWords.has(word) || businessWords.has(singular(word))) ?? null;
}

/** Tests need examples. */
const hasExamples = (path: string): boolean => /\.test\.ts$|\/testing\//.test(path);

/** What the node says in words: a name, or the text of a string or template. */
function textOf(node: ts.Node, file: SourceFile): string | null {
  if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) return node.text;
  const isLiteral = ts.isStringLiteral(node) || ts.isTemplateLiteralToken(node);
  return isLiteral && !hasExamples(file.path) ? node.text : null;
}

function wordsOf(file: SourceFile): Violation[] {
  const { path } = file;
  const inPath = businessWordIn(path.slice('platform/'.length));
  const inName =
    inPath === null ? [] : [{ path, message: `has the business word "${inPath}" in its name` }];
  const seen = new Set<string>();
  const inText = nodeViolations(file, (node) => {
    const text = textOf(node, file);
    if (text === null || seen.has(text)) return null;
    seen.add(text);
    const word = businessWordIn(text);
    return word === null ? null : `has "${text.slice(0, 60)}": "${word}" is a business word`;
  });
  return [...inName, ...inText];
}

function check(files: readonly SourceFile[]): Violation[] {
  return files
    .filter(({ path }) => within(path, 'platform') && isCode(path))
    .flatMap((file) => [
      ...importViolations(file, ({ target, relative }) =>
        relative && !within(target, 'platform')
          ? `imports ${target}; platform/ must not depend on other folders`
          : null,
      ),
      ...wordsOf(file),
    ]);
}

export const platformWithoutBusiness: Wall = {
  name: 'platform/ imports no room and has no business words',
  why: 'It is what any system would need; business rules in it would be hard to find.',
  check,
  refuses: {
    'an import of a subgraph': {
      'platform/graphql/errors.ts': "import { Order } from '../../subgraphs/orders/schema/order';",
    },
    'an import of the configuration of this shop': {
      'platform/process/drain.ts': "import { limits } from '../../gateway/limits';",
    },
    'a business word in a function': {
      'platform/cache/cache.ts': 'export function cacheOf(productId: string) { return productId; }',
    },
    'a business word in the plural and in capitals': {
      'platform/cache/keys.ts': 'export const REFUNDS_MAX = 10;',
    },
    'a business word as a property': {
      'platform/jobs/queue.ts': 'export interface Job { readonly orderId: string }',
    },
    'a business word as a string': {
      'platform/requests/viewer.ts': "export const scopes = ['ORDERS_READ'];",
    },
    'a business word in a template': {
      'platform/jobs/job-rows.ts': 'export const statement = `SELECT 1 FROM orders`;',
    },
    'a business word in a file name': {
      'platform/http/payment-callback.ts': 'export const path = 1;',
    },
    'a business word in a folder name': {
      'platform/stock/counter.ts': 'export const path = 1;',
    },
  },
  accepts: {
    'order as a sequence, in names and in SQL': {
      'platform/graphql/connection.ts': [
        "export const orderBy = 'id';",
        "export const sortOrders = ['ASC'];",
        'export const statement = `SELECT id FROM t ORDER BY id`;',
        "export const description = 'The items in the order of `edges`.';",
      ].join('\n'),
    },
    'examples in tests': {
      'platform/values/text.test.ts': "expect(text.parse('order-12')).toBe('order-12');",
    },
    'words that only contain one': {
      'platform/values/border.ts': 'export const production = reordered(border, skull);',
    },
    'imports of itself and of packages': {
      'platform/graphql/money.ts': [
        "import { Field } from 'type-graphql';",
        "import { decimalFromMinor } from '../values/money';",
      ].join('\n'),
    },
  },
};
