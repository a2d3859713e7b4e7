import {
  finalStatuses,
  initialStatus,
  type OrderStatus,
  orderStatuses,
  type Transition,
  transitions,
} from './order';

/** A state table: that of orders, or an invalid one from a test. */
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

/** Unreachable statuses, dead ends and contradictory rows. */
export function stateFaults({ statuses, initial, finals, rows }: StateTable): string[] {
  const faults: string[] = [];
  const seen = new Set<string>();
  for (const { from, event } of rows) {
    if (seen.has(`${from} ${event}`)) faults.push(`${event} of ${from} is there twice.`);
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
 * Validates the state table at the start.
 * @throws Error with all faults.
 */
export function assertSoundStates(table: StateTable = orderStates): void {
  const faults = stateFaults(table);
  if (faults.length > 0) throw new Error(`The states of orders: ${faults.join(' ')}`);
}

/** The table as Markdown; statuses with the same entries share a row. */
function stateTable(): string {
  const drawn = new Map<string, { from: string[]; event: string; to: string; who: string }>();
  for (const { from, event, to, who } of orderStates.rows) {
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
 * Replaces the table between the page's markers.
 * @throws Error if the page has no markers.
 */
export function withStateTable(page: string): string {
  const [before, rest] = page.split(begin, 2);
  const after = rest?.split(end, 2)[1];
  if (before === undefined || after === undefined) throw new Error('The page has no markers.');
  return `${before}${begin}\n${stateTable()}\n${end}${after}`;
}
