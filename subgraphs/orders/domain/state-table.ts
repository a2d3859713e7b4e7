import {
  finalStatuses,
  initialStatus,
  type OrderStatus,
  orderStatuses,
  type Transition,
  transitions,
} from './order';

/** What a state table is about: the one of orders, or a bad one that a test makes up. */
export interface StateTable {
  readonly statuses: readonly OrderStatus[];
  readonly initial: OrderStatus;
  readonly finals: readonly OrderStatus[];
  readonly rows: readonly Transition[];
}

const orderStates: StateTable = {
  statuses: orderStatuses,
  initial: initialStatus,
  finals: finalStatuses,
  rows: transitions,
};

function reachable(start: OrderStatus, rows: readonly Transition[]): Set<OrderStatus> {
  const found = new Set([start]);
  for (const status of found) {
    for (const { from, to } of rows) if (from === status) found.add(to);
  }
  return found;
}

/** Statuses that no order gets to, or that it never leaves, and rows that contradict each other. */
export function stateFaults({ statuses, initial, finals, rows }: StateTable): string[] {
  const faults: string[] = [];
  const seen = new Set<string>();
  for (const { from, event } of rows) {
    if (seen.has(`${from} ${event}`)) faults.push(`${event} of ${from} stands there twice.`);
    seen.add(`${from} ${event}`);
  }
  const fromStart = reachable(initial, rows);
  for (const status of statuses) {
    if (!fromStart.has(status)) faults.push(`${status} cannot be reached.`);
    const isFinal = finals.includes(status);
    const isLeft = rows.some(({ from, to }) => from === status && to !== status);
    if (isFinal && isLeft) faults.push(`${status} is final, and is left.`);
    if (!isFinal && ![...reachable(status, rows)].some((each) => finals.includes(each))) {
      faults.push(`${status} is a dead end.`);
    }
  }
  return faults;
}

/**
 * Stops a start with a state table that is not sound.
 * @throws Error that names every fault.
 */
export function assertSoundStates(table: StateTable = orderStates): void {
  const faults = stateFaults(table);
  if (faults.length > 0) throw new Error(`The states of orders: ${faults.join(' ')}`);
}

/** The table as Markdown; what several statuses have in common is one row. */
export function stateTable({ rows }: StateTable = orderStates): string {
  const drawn = new Map<string, { from: string[]; event: string; to: string; who: string }>();
  for (const { from, event, to, who } of rows) {
    const target = from === to ? 'unchanged' : to;
    const key = [event, target, ...who].join(' ');
    const row = drawn.get(key);
    if (row) row.from.push(from);
    else drawn.set(key, { from: [from], event, to: target, who: who.join(', ') });
  }
  const lines = [...drawn.values()].map(
    ({ from, event, to, who }) => `| ${from.join(', ')} | ${event} | ${to} | ${who} |`,
  );
  return ['| from | event | to | who |', '|---|---|---|---|', ...lines].join('\n');
}

const begin = '<!-- drawn from domain/order.ts: begin -->';
const end = '<!-- drawn from domain/order.ts: end -->';

/**
 * A page with the table drawn anew between its marks.
 * @throws Error where the page has no such marks.
 */
export function withStateTable(page: string): string {
  const [before, rest] = page.split(begin, 2);
  const after = rest?.split(end, 2)[1];
  if (before === undefined || after === undefined) throw new Error('The page has no marks.');
  return `${before}${begin}\n${stateTable()}\n${end}${after}`;
}
