/** The expected results of a race for units. */
export interface Rules {
  readonly buyers: number;
  /** Units of each product. */
  readonly units: number;
  /** Whether every unit must be sold, e.g. because all buyers want the same product. */
  readonly sellsOut: boolean;
  /** The longest time until the last answer; null for no limit. */
  readonly lastAnswerMsMax: number | null;
}

export interface Ending {
  readonly outcomes: Readonly<Record<string, number>>;
  readonly lastAnswerMs: number;
  /** The stock of each product in inventory's tables afterwards. */
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
  for (const [name, count] of other) faults.push(`${count} calls ended with ${name}`);
  const answers = Object.values(outcomes).reduce((sum, count) => sum + count, 0);
  if (answers !== rules.buyers) faults.push(`${answers} of ${rules.buyers} calls got a response`);
  const orders = outcomes[won] ?? 0;
  if (orders > rules.units) faults.push(`${orders} orders for ${rules.units} units`);
  if (rules.sellsOut && orders < rules.units) {
    faults.push(`only ${orders} orders for ${rules.units} units`);
  }
  const { lastAnswerMsMax } = rules;
  if (lastAnswerMsMax !== null && lastAnswerMs > lastAnswerMsMax) {
    faults.push(`the last response took ${lastAnswerMs.toFixed(0)} ms, limit ${lastAnswerMsMax}`);
  }
  return faults;
}

/** The same fault of several products is reported once. */
function faultsOfStock({ outcomes, stock }: Ending, { units }: Rules): string[] {
  const skus = new Map<string, string[]>();
  const found = (sku: string, fault: string): void => {
    skus.set(fault, [...(skus.get(fault) ?? []), sku]);
  };
  const orders = outcomes[won] ?? 0;
  const isDecided = Object.keys(outcomes).every((name) => name === won || name === lost);
  for (const { sku, onHand, reserved } of stock) {
    if (onHand !== units) found(sku, `${onHand} units on hand, expected ${units}`);
    if (reserved > onHand) found(sku, `oversold, ${reserved} units of ${onHand}`);
    // Each order has one unit of each product, and rejected ones have released theirs. Skipped
    // while an order is undecided.
    if (isDecided && reserved !== orders) found(sku, `${reserved} units held by ${orders} orders`);
  }
  return [...skus].map(([fault, of]) => {
    const others = of.length > 1 ? ` and ${of.length - 1} more` : '';
    return `${of[0]}${others}: ${fault}`;
  });
}

/** @returns a sentence for each fault. */
export const faultsOf = (ending: Ending, rules: Rules): string[] => [
  ...faultsOfAnswers(ending, rules),
  ...faultsOfStock(ending, rules),
];
