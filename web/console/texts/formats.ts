export interface MoneyValue {
  readonly amount: string;
  readonly currency: string;
}

/** Numbers, money and times as people write them in the language. */
export interface Formats {
  number(value: number): string;
  /** A number with its sign. */
  change(value: number): string;
  /** A number with at most one decimal. */
  roundNumber(value: number): string;
  money(value: MoneyValue): string;
  /** An amount as `money` formats it, but with K and M from ten thousand on. */
  shortMoney(value: MoneyValue): string;
  dateTime(at: string): string;
  /** The day of the week and month of a calendar date, which has no time zone. */
  day(date: string): string;
  /** The hour of the day, for axes. */
  hour(at: string): string;
  /** "3 minutes ago", up to a week; the date beyond. */
  ago(at: string, now?: number): string;
  /** "340 ms", "1.2 s" or "3.5 hrs". */
  duration(ms: number): string;
  country(code: string): string;
}

const secondMs = 1000;
const steps = [
  ['minute', 60 * secondMs],
  ['hour', 3_600 * secondMs],
  ['day', 86_400 * secondMs],
] as const;
const weekMs = 7 * 86_400 * secondMs;
/** The smallest amount that is shortened; smaller ones are as short in full. */
const compactFrom = 10_000;

function agoIn(locale: string): (elapsedMs: number) => string {
  const moments = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  // 47 hours ago is no "yesterday".
  const spans = new Intl.RelativeTimeFormat(locale, { numeric: 'always' });
  return (elapsedMs) => {
    const step = steps.findLast(([, ms]) => elapsedMs >= ms);
    if (!step) return moments.format(-Math.floor(elapsedMs / secondMs), 'second');
    const [unit, unitMs] = step;
    return spans.format(-Math.floor(elapsedMs / unitMs), unit);
  };
}

export function formatsOf(locale: string): Formats {
  const numbers = new Intl.NumberFormat(locale);
  const longDuration = (ms: number, [unit, unitMs]: (typeof steps)[number]): string =>
    new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits: 1 }).format(
      ms / unitMs,
    );
  const changes = new Intl.NumberFormat(locale, { signDisplay: 'exceptZero' });
  const oneDigit = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const dateTimes = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const dates = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
  const days = new Intl.DateTimeFormat(locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  });
  const hours = new Intl.DateTimeFormat(locale, { timeStyle: 'short' });
  const ago = agoIn(locale);
  const countries = new Intl.DisplayNames(locale, { type: 'region' });
  const currencies = new Map<string, Intl.NumberFormat>();
  const currencyFormat = (
    { amount, currency }: MoneyValue,
    notation: 'standard' | 'compact',
  ): Intl.NumberFormat => {
    // Browsers differ in the decimals of a currency; those of the amount are right.
    const decimals = amount.split('.')[1]?.length ?? 0;
    const key = `${currency}${notation}${decimals}`;
    const known = currencies.get(key);
    if (known) return known;
    const made = new Intl.NumberFormat(locale, {
      style: 'currency',
      currency,
      notation,
      ...(notation === 'compact'
        ? { maximumFractionDigits: 1 }
        : { minimumFractionDigits: decimals, maximumFractionDigits: decimals }),
    });
    currencies.set(key, made);
    return made;
  };
  // Intl formats decimal strings exactly; a number would round large amounts.
  const exact = (amount: string) => amount as `${number}`;
  return {
    number: (value) => numbers.format(value),
    change: (value) => changes.format(value),
    roundNumber: (value) => oneDigit.format(value),
    money: (money) => currencyFormat(money, 'standard').format(exact(money.amount)),
    shortMoney: (money) => {
      const amount = exact(money.amount);
      const parts = currencyFormat(money, 'compact').formatToParts(amount);
      // German shortens from a million on.
      const isShortened = parts.some(({ type }) => type === 'compact');
      const isLong = Math.abs(Number(amount)) >= compactFrom && isShortened;
      return currencyFormat(money, isLong ? 'compact' : 'standard').format(amount);
    },
    dateTime: (at) => dateTimes.format(new Date(at)),
    day: (date) => days.format(new Date(date)),
    hour: (at) => hours.format(new Date(at)),
    ago: (at, now = Date.now()) => {
      const elapsedMs = Math.max(0, now - Date.parse(at));
      return elapsedMs > weekMs ? dates.format(new Date(at)) : ago(elapsedMs);
    },
    duration: (ms) => {
      if (ms < secondMs) return `${numbers.format(ms)} ms`;
      const step = steps.findLast(([, unitMs]) => ms >= unitMs);
      return step ? longDuration(ms, step) : `${oneDigit.format(ms / secondMs)} s`;
    },
    country: (code) => countries.of(code) ?? code,
  };
}
