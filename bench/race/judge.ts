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

/** The same sentence about several products is said once. */
function faultsOfStock({ outcomes, stock }: Ending, { units }: Rules): string[] {
  const skus = new Map<string, string[]>();
  const found = (sku: string, fault: string): void => {
    skus.set(fault, [...(skus.get(fault) ?? []), sku]);
  };
  const orders = outcomes[won] ?? 0;
  const isDecided = Object.keys(outcomes).every((name) => name === won || name === lost);
  for (const { sku, onHand, reserved } of stock) {
    if (onHand !== units) found(sku, `${onHand} units on hand, of ${units}`);
    if (reserved > onHand) found(sku, `oversold, ${reserved} units of ${onHand}`);
    // Each order has one unit of each product; who lost has let go. Another may still be deciding.
    if (isDecided && reserved !== orders) found(sku, `${reserved} units held by ${orders} orders`);
  }
  return [...skus].map(([fault, of]) => {
    const others = of.length > 1 ? ` and ${of.length - 1} more` : '';
    return `${of[0]}${others}: ${fault}`;
  });
}

/** @returns what is wrong, a sentence each. */
export const faultsOf = (ending: Ending, rules: Rules): string[] => [
  ...faultsOfAnswers(ending, rules),
  ...faultsOfStock(ending, rules),
];
