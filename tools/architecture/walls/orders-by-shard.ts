import ts from 'typescript';
import { isCode, isTest, type SourceFile } from '../source-tree';
import { lineOf, visitNodes } from '../syntax';
import type { Violation, Wall } from '../wall';
import { spanningStatements } from './spanning-statements';

/** The tables whose rows are of one customer, and in the database of the customer's shard. */
const customerTables = [
  'orders',
  'order_lines',
  'effects',
  'order_events',
  'shipments',
  'shipment_lines',
  'refunds',
  'return_lines',
  'idempotency_keys',
  'order_imports',
  'cancellation_imports',
  'webhook_endpoints',
  'webhook_deliveries',
];

const uses = new RegExp(
  `\\b(?:FROM|JOIN|UPDATE|INTO|USING)\\s+(?:ONLY\\s+)?(?:${customerTables.join('|')})\\b`,
  'i',
);

/** Keys that are in one shard: of an order or its parts, or of their customer. */
const key = String.raw`\b(?:id|order_id|customer_id|owner_id|user_id|refund_id|shipment_id|endpoint_id|number)`;
/** A key is compared with parameters or joined with them; or the row is that of the change. */
const isBound = new RegExp(
  [
    String.raw`${key}\s*(?:=|IN)\s*(?:ANY)?\s*\(?\s*\?`,
    String.raw`\bunnest\(\s*\?`,
    String.raw`\bINSERT INTO \w+ \([^)]*\)\s*VALUES\b`,
    String.raw`\bchanged\b`,
  ].join('|'),
  'i',
);

const store = 'subgraphs/orders/store/';
const inStore = ({ path }: SourceFile): boolean =>
  path.startsWith(store) &&
  !/^(spread|moving)\//.test(path.slice(store.length)) &&
  isCode(path) &&
  !isTest(path);

const isSql = (node: ts.Node): node is ts.TaggedTemplateExpression =>
  ts.isTaggedTemplateExpression(node) && node.tag.getText() === 'sql';

/** The text with a question mark for each parameter; templates in it are part of the text. */
function textOf({ template }: ts.TaggedTemplateExpression): string {
  if (ts.isNoSubstitutionTemplateLiteral(template)) return template.text;
  const spans = template.templateSpans.map(({ expression, literal }) => {
    return `${isSql(expression) ? textOf(expression) : '?'}${literal.text}`;
  });
  return `${template.head.text}${spans.join('')}`;
}

/** The statements of a file, without those that are parts of another one. */
function statementsOf(file: SourceFile): ts.TaggedTemplateExpression[] {
  const found: ts.TaggedTemplateExpression[] = [];
  visitNodes(file, (node) => {
    if (!isSql(node)) return;
    const isPart = found.some((one) => one.pos <= node.pos && node.end <= one.end);
    if (!isPart) found.push(node);
  });
  return found;
}

const isTopLevel = (node: ts.VariableDeclaration): boolean =>
  ts.isSourceFile(node.parent.parent.parent);

/** The name of a function, a method or a constant of the file; null for any other node. */
function nameOf(node: ts.Node): string | null {
  if (ts.isVariableDeclaration(node)) return isTopLevel(node) ? node.name.getText() : null;
  const isNamed =
    ts.isMethodDeclaration(node) || ts.isFunctionDeclaration(node) || ts.isPropertyAssignment(node);
  return isNamed && node.name !== undefined ? node.name.getText() : null;
}

/** What has the statement, with its file: `outbox.ts next`. */
function placeOf(file: SourceFile, statement: ts.Node): string {
  let node: ts.Node = statement;
  while (node.parent !== undefined && nameOf(node) === null) node = node.parent;
  return `${file.path.slice(store.length)} ${nameOf(node) ?? ''}`;
}

const isStatement = /^\s*(?:SELECT|WITH|INSERT|UPDATE|DELETE)\b/i;
/** A part of a statement that reads what belongs to the order of its row. */
const isOfSameOrder = /\b(?:order_id|shipment_id|refund_id)\s*=\s*\w+\.(?:id|order_id)\b/i;

const isOfOneShard = (text: string): boolean =>
  isBound.test(text) || (!isStatement.test(text) && isOfSameOrder.test(text));

function check(files: readonly SourceFile[]): Violation[] {
  const found: Violation[] = [];
  const listed = new Set(Object.keys(spanningStatements));
  const stores = files.filter(inStore);
  for (const file of stores) {
    for (const statement of statementsOf(file)) {
      const text = textOf(statement);
      if (!uses.test(text) || isOfOneShard(text)) continue;
      const place = placeOf(file, statement);
      listed.delete(place);
      if (place in spanningStatements) continue;
      const message = `spans customers: name one by a key, or list "${place}" with a reason`;
      found.push({ path: file.path, line: lineOf(file, statement), message });
    }
  }
  const isWhole = stores.some(({ path }) => path === `${store}orders-store.ts`);
  const path = 'tools/architecture/walls/spanning-statements.ts';
  const unused = isWhole ? [...listed] : [];
  return [
    ...found,
    ...unused.map((place) => ({ path, message: `lists "${place}", which is not` })),
  ];
}

const statementIn = (text: string) => ({
  'subgraphs/orders/store/refunds.ts': `export const read = (pool, id) => pool.query(sql\`${text}\`);`,
});

export const ordersByShard: Wall = {
  name: 'a statement of orders names one customer or order, or says who merges it',
  why: 'Customers are in several databases. A statement over all of them sees those of its own only.',
  check,
  refuses: {
    'a list of everybody': statementIn("SELECT id FROM orders WHERE status = 'PENDING'"),
    'an order that is joined with those of others': statementIn(
      'SELECT o.id FROM orders o JOIN orders p ON p.network = o.network WHERE o.total_minor > 5',
    ),
    'rows that are changed by their age': statementIn(
      "DELETE FROM effects WHERE updated_at < now() - interval '1 day'",
    ),
    'a part that belongs to no order': statementIn('EXISTS (SELECT FROM refunds WHERE seq = 1)'),
  },
  accepts: {
    'one order': statementIn('SELECT id FROM orders WHERE id = $' + '{id}::uuid'),
    'orders by their ids': statementIn('SELECT id FROM orders WHERE id = ANY($' + '{id}::uuid[])'),
    'what belongs to the order of a row': statementIn(
      '(SELECT count(*) FROM refunds r WHERE r.order_id = o.id)',
    ),
    'a table of the shop': statementIn('SELECT at FROM order_stats'),
    'a store that reads several databases': {
      'subgraphs/orders/store/moving/side.ts': 'const all = sql`SELECT id FROM orders`;',
    },
  },
};
