import type { GraphQLSchema } from 'graphql';
import type { Role, Scope } from '../../../access/roles';
import { rooms } from '../../../cli/topology/compose-subgraphs';
import type { Viewer } from '../../../platform/requests/viewer';
import { mayEver } from '../../../subgraphs/orders/domain/order';
import { orderViewer, visibleOrder } from '../../../subgraphs/orders/visibility';
import type { Account } from '../../../subgraphs/users/store/accounts';
import { visibleAccount } from '../../../subgraphs/users/visibility';

/** What a caller gets: the field, or one of three kinds of denial. */
export type Verdict = 'yes' | 'not there' | 'FORBIDDEN' | 'UNAUTHENTICATED';

interface Caller {
  readonly name: string;
  readonly viewer: Viewer;
}

/** A graphql-shield rule, with the method that the shield calls. */
interface Rule {
  resolve(
    parent: object,
    args: object,
    context: object,
    info: object,
    options: object,
  ): Promise<unknown>;
}

export type RuleTable = Readonly<Record<string, Readonly<Record<string, Rule>>>>;

const ownerId = '018f3a3e-5b7c-7d1a-9e4f-3c2b1a0d9e8f';
const otherId = '018f3a3e-5b7c-7d1a-9e4f-000000000000';
const address = '192.0.2.1';

const person = (name: string, role: Role, userId: string): Caller => ({
  name,
  viewer: { kind: 'user', userId, roles: [role], generation: 0, address },
});

const key = (scope: Scope, role: Role): Caller => ({
  name: `key ${scope} of ${role}`,
  viewer: {
    kind: 'apiKey',
    keyId: otherId,
    secretId: '',
    userId: ownerId,
    roles: [role],
    scopes: [scope],
    quotaPerMinute: null,
    address,
  },
});

/** The customer, the partner and the key owners own the requested object; the others do not. */
export const callers: readonly Caller[] = [
  { name: 'anonymous', viewer: { kind: 'anonymous', address } },
  person('customer', 'CUSTOMER', ownerId),
  person('another customer', 'CUSTOMER', otherId),
  person('partner', 'PARTNER', ownerId),
  key('ORDERS_READ', 'PARTNER'),
  key('ORDERS_WRITE', 'PARTNER'),
  key('INVENTORY_READ', 'PARTNER'),
  key('WEBHOOKS_MANAGE', 'PARTNER'),
  key('INVENTORY_WRITE', 'WAREHOUSE'),
  key('INVENTORY_WRITE', 'ADMIN'),
  {
    name: 'key STOREFRONT of ADMIN',
    viewer: {
      kind: 'anonymous',
      address,
      storefront: { keyId: otherId, userId: ownerId, quotaPerMinute: null },
    },
  },
  person('support', 'SUPPORT', otherId),
  person('warehouse', 'WAREHOUSE', otherId),
  person('admin', 'ADMIN', otherId),
];

type Decision = (viewer: Viewer) => Verdict;

const order = { customerId: ownerId };
const account = { id: ownerId } as Account;

const asVisible: Decision = (viewer) => (visibleOrder(order, viewer) ? 'yes' : 'not there');
const asAccount: Decision = (viewer) => (visibleAccount(account, viewer) ? 'yes' : 'not there');
const ownOnly: Decision = (viewer) =>
  viewer.kind !== 'system' && viewer.kind !== 'anonymous' && viewer.userId === ownerId
    ? 'yes'
    : 'not there';

const ownOrAdmin: Decision = (viewer) =>
  viewer.kind === 'user' && viewer.roles.includes('ADMIN') ? 'yes' : ownOnly(viewer);

const asState =
  (event: 'cancel' | 'changeAddress'): Decision =>
  (viewer) => {
    if (asVisible(viewer) !== 'yes') return 'not there';
    return mayEver(orderViewer(order, viewer), event) ? 'yes' : 'FORBIDDEN';
  };

/**
 * Fields of objects that have an owner. After the rules, the code that reads the row decides, with
 * these same functions.
 */
const decidedByRow: Readonly<Record<string, Decision>> = {
  'Query.user': asAccount,
  'Query.order': asVisible,
  'Query.orderByNumber': asVisible,
  'User.orders': asVisible,
  'Mutation.cancelOrder': asState('cancel'),
  'Mutation.updateShippingAddress': asState('changeAddress'),
  'Mutation.shipOrder': asVisible,
  'Mutation.deliverOrder': asVisible,
  'Mutation.refundOrder': asVisible,
  'Mutation.reviewOrder': asVisible,
  'Mutation.resolveOrder': asVisible,
  'Mutation.saveAddress': ownOnly,
  'Mutation.deleteAddress': ownOnly,
  'Mutation.rotateApiKey': ownOnly,
  'Mutation.revokeApiKey': ownOrAdmin,
  'Mutation.updateWebhookEndpoint': ownOnly,
  'Mutation.rotateWebhookSecret': ownOnly,
  'Mutation.deleteWebhookEndpoint': ownOrAdmin,
  'Mutation.redeliverWebhook': ownOnly,
  'Mutation.sendTestWebhook': ownOnly,
};

async function ruleVerdict(rule: Rule, coordinate: string, viewer: Viewer): Promise<Verdict> {
  // Assumes that no rights have changed since the token was issued.
  const rights = async () => ({ viewer, hasEnded: false });
  const context = { viewer, rights, _shield: { cache: {} } };
  const outcome = await rule.resolve({}, {}, context, {}, { debug: true });
  if (outcome === true) return 'yes';
  const code = (outcome as { extensions?: { code?: unknown } }).extensions?.code;
  if (code === 'FORBIDDEN' || code === 'UNAUTHENTICATED') return code;
  throw new Error(`The rule of ${coordinate} neither allows nor denies: ${String(outcome)}`);
}

export interface Permission {
  readonly coordinate: string;
  /** The verdict of the rule alone, before a row is read, by caller. */
  readonly byRule: readonly Verdict[];
  readonly verdicts: readonly Verdict[];
}

function rulesByCoordinate(tables: readonly RuleTable[]): Map<string, Rule> {
  const found = new Map<string, Rule>();
  for (const table of tables) {
    for (const [type, fields] of Object.entries(table)) {
      for (const [field, rule] of Object.entries(fields)) found.set(`${type}.${field}`, rule);
    }
  }
  return found;
}

const roomRules = Object.values(rooms).map(({ rules }) => rules as unknown as RuleTable);

const rootFields = (schema: GraphQLSchema): string[] =>
  [schema.getQueryType(), schema.getMutationType()].flatMap((type) =>
    type ? Object.keys(type.getFields()).map((field) => `${type.name}.${field}`) : [],
  );

function fieldExists(schema: GraphQLSchema, coordinate: string): boolean {
  const [typeName = '', field = ''] = coordinate.split('.');
  const type = schema.getType(typeName);
  return type !== undefined && 'getFields' in type && field in type.getFields();
}

/**
 * Every root field and every guarded field of the API, with the verdict for each caller.
 * @throws Error that names each root field without a rule, and each rule without a field.
 */
export async function permissions(
  api: GraphQLSchema,
  tables: readonly RuleTable[] = roomRules,
): Promise<Permission[]> {
  const rules = rulesByCoordinate(tables);
  const faults = [
    ...rootFields(api)
      .filter((coordinate) => !rules.has(coordinate))
      .map((coordinate) => `${coordinate} has no rule`),
    ...[...rules.keys()]
      .filter((coordinate) => !fieldExists(api, coordinate))
      .map((coordinate) => `${coordinate} has a rule but is not a field`),
  ];
  if (faults.length > 0)
    throw new Error(`The rules do not match the API:\n  ${faults.join('\n  ')}`);
  return Promise.all(
    [...rules].map(async ([coordinate, rule]) => {
      const byRule = await Promise.all(
        callers.map(({ viewer }) => ruleVerdict(rule, coordinate, viewer)),
      );
      const decide = decidedByRow[coordinate];
      const verdicts = callers.map(({ viewer }, place) => {
        const ruled = byRule[place] ?? 'FORBIDDEN';
        return ruled === 'yes' && decide ? decide(viewer) : ruled;
      });
      return { coordinate, byRule, verdicts };
    }),
  );
}

const marks: Readonly<Record<Verdict, string>> = {
  yes: '✓',
  'not there': '∅',
  FORBIDDEN: '✗',
  UNAUTHENTICATED: '?',
};

const head = `# Who may do what

Generated from the schema and \`subgraphs/*/rules.ts\` by \`npm run generate\`; do not edit.

| mark | what the caller gets |
|---|---|
| ✓ | the field; in lists, the items that the caller may see |
| ∅ | null or NotFoundError, as if it did not exist |
| ✗ | \`FORBIDDEN\` |
| ? | \`UNAUTHENTICATED\` |

The table assumes that the object of a field, such as an order, belongs to the customer, the partner
or the owner of the key, and not to the other customer or to staff. The state of the object may
forbid an action in addition.
`;

const groupOrder = ['Query', 'Mutation'];

function table(type: string, rows: readonly Permission[]): string {
  const names = callers.map(({ name }) => name);
  const lines = rows.map(({ coordinate, verdicts }) => {
    const cells = verdicts.map((verdict) => marks[verdict]).join(' | ');
    return `| \`${coordinate.slice(type.length + 1)}\` | ${cells} |`;
  });
  return [
    `## ${type}`,
    '',
    `| field | ${names.join(' | ')} |`,
    `|---|${names.map(() => ':-:').join('|')}|`,
    ...lines,
  ].join('\n');
}

/** The committed matrix, `docs/permissions.md`. */
export async function permissionsPage(api: GraphQLSchema): Promise<string> {
  const rows = await permissions(api);
  rows.sort((one, other) => (one.coordinate < other.coordinate ? -1 : 1));
  const types = [...new Set(rows.map(({ coordinate }) => coordinate.split('.')[0] ?? ''))];
  const ordered = [...groupOrder, ...types.filter((type) => !groupOrder.includes(type))];
  const tables = ordered.map((type) =>
    table(
      type,
      rows.filter(({ coordinate }) => coordinate.startsWith(`${type}.`)),
    ),
  );
  return `${[head, ...tables].join('\n\n').replace(/\n{3,}/g, '\n\n')}\n`;
}
