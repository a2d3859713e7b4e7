/** What a race for units may end in. */
export interface Rules {
  readonly buyers: number;
  /** Of each product. */
  readonly units: number;
  /** Every unit is sold: so it is when each buyer wants one and the same product. */
  readonly sellsOut: boolean;
  /** Null: however long it takes. */
  readonly lastAnswerMsMax: number | null;
}

export interface Ending {
  readonly outcomes: Readonly<Record<string, number>>;
  readonly lastAnswerMs: number;
  /** What inventory's tables say of each product afterwards. */
  readonly stock: readonly Stock[];
}

export interface Stock {
  readonly sku: string;
  readonly onHand: number;
  readonly reserved: number;
}

const won = 'CONFIRMED';
const lost = 'INSUFFICIENT_STOCK';

function faultsOfAnswers({ outcomes, lastAnswerMs }: Ending, rules: Rules): string[] {
  const faults: string[] = [];
  const other = Object.entries(outcomes).filter(([name]) => name !== won && name !== lost);
  for (const [name, count] of other) faults.push(`${count} were answered ${name}`);
  const answers = Object.values(outcomes).reduce((sum, count) => sum + count, 0);
  if (answers !== rules.buyers) faults.push(`${answers} of ${rules.buyers} were answered`);
  const orders = outcomes[won] ?? 0;
  if (orders > rules.units) faults.push(`${orders} orders for ${rules.units} units`);
  if (rules.sellsOut && orders < rules.units) {
    faults.push(`only ${orders} orders, with ${rules.units} units there`);
  }
  const { lastAnswerMsMax } = rules;
  if (lastAnswerMsMax !== null && lastAnswerMs > lastAnswerMsMax) {
    faults.push(`the last answer took ${lastAnswerMs.toFixed(0)} ms of ${lastAnswerMsMax}`);
  }
  return faults;
}

/** @returns what is wrong, a sentence each. */
export function faultsOf(ending: Ending, rules: Rules): string[] {
  const faults = faultsOfAnswers(ending, rules);
  const orders = ending.outcomes[won] ?? 0;
  for (const { sku, onHand, reserved } of ending.stock) {
    if (onHand !== rules.units) faults.push(`${sku} has ${onHand} units of ${rules.units}`);
    if (reserved > onHand) faults.push(`${sku} was oversold: ${reserved} units of ${onHand}`);
    // Each order has one unit of each product; those that lost have let theirs go.
    if (reserved !== orders) faults.push(`${sku}: ${reserved} units held by ${orders} orders`);
  }
  return faults;
}
