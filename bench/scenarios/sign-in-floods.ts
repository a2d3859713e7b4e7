import type { Sample } from '../../testing/load/latencies';
import { besideFlood, floods, type Outcome } from '../hostile/sign-in-floods';
import { costOption, startSignInShop } from '../hostile/sign-in-shop';
import { type Row, rowOf } from '../result';
import type { Log, Measured, OptionValues, Scenario } from '../scenario';

const knownMsMax = 1_000;
const newcomerMsMax = 10_000;
/**
 * The smallest share of newcomers that must succeed in time: one of twenty may wait longer or be
 * refused.
 */
const newcomersShareMin = 0.95;

/** The number of calls that got a session in time. A refusal has a latency too, but no session. */
function inTime({ latenciesMs, outcomes }: Sample, msMax: number): number {
  const refused = latenciesMs.length - (outcomes.Session ?? 0);
  return latenciesMs.filter((ms) => ms < msMax).length - refused;
}

function rowsOf(flood: string, outcome: Outcome): Row[] {
  const row = (name: string, sample: Sample): Row => ({
    ...rowOf(`${flood}: ${name}`, sample),
    figures: { 'slowest ms': Math.max(0, ...sample.latenciesMs) },
  });
  return [
    row('known device', outcome.known),
    row('newcomer signs in', outcome.signIns),
    row('newcomer registers', outcome.registrations),
    row('attackers', outcome.attackers),
  ];
}

function faultsOf(flood: string, { known, signIns, registrations }: Outcome): string[] {
  const judged = [
    { who: 'sign-ins of a known device', sample: known, msMax: knownMsMax, share: 1 },
    { who: 'sign-ins of newcomers', sample: signIns },
    { who: 'registrations', sample: registrations },
  ];
  return judged.flatMap(({ who, sample, msMax = newcomerMsMax, share = newcomersShareMin }) => {
    const [served, all] = [inTime(sample, msMax), sample.latenciesMs.length];
    if (served >= all * share) return [];
    return [`${flood}: only ${served} of ${all} ${who} took less than ${msMax} ms.`];
  });
}

async function run(options: OptionValues, log: Log): Promise<Measured> {
  const tries = { known: options.number('known'), newcomers: options.number('newcomers') };
  const rows: Row[] = [];
  const faults: string[] = [];
  for (const flood of floods) {
    await using shop = await startSignInShop(options);
    log(flood.name);
    const outcome = await besideFlood(shop, flood, tries);
    rows.push(...rowsOf(flood.name, outcome));
    faults.push(...faultsOf(flood.name, outcome));
  }
  return { rows, faults };
}

export const signInFloods: Scenario = {
  name: 'sign-in-floods',
  measures: 'whether people sign in while many networks guess passwords',
  options: {
    cost: costOption,
    known: { value: 'N', means: 'sign-ins of a known device', fallback: '100' },
    newcomers: {
      value: 'N',
      means: 'sign-ins, and registrations, of new visitors',
      fallback: '20',
    },
  },
  run,
};
