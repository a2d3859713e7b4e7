import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { markdown, type Row } from '../result';
import type { Baseline } from './baseline';
import { chargedPoints } from './charged-points';
import { budgetMs, shareOfBudget } from './judge';

const worstCount = 20;
const bytesPerKilobyte = 1_000;
const shownCharacters = 100;

function shownRequest({ method, path: address, body }: Baseline['request']): string {
  const text = body === undefined ? `${method} ${address}` : body.toString('utf8', 0, 4_096);
  const line = text.replace(/\s+/g, ' ').replaceAll('|', '\\|').replaceAll('`', "'");
  return line.slice(0, shownCharacters);
}

const worstOf = (alone: readonly Baseline[]): Baseline[] =>
  alone
    .filter(({ hashesPasswords }) => !hashesPasswords)
    .toSorted((one, other) => shareOfBudget(other) - shareOfBudget(one))
    .slice(0, worstCount);

/** The requests that used the largest share of their CPU budget, as a table. */
export function worstTable(alone: readonly Baseline[]): string {
  const heads = [
    'attack',
    'answer',
    'kB',
    'points',
    'CPU ms',
    'may',
    'gateway',
    'blocked ms',
    'request',
  ];
  return markdown(
    heads,
    worstOf(alone).map((one) => [
      one.attack,
      `${one.answer.status} ${one.answer.code}`,
      (one.answer.bytes / bytesPerKilobyte).toFixed(0),
      one.answer.points === null ? '' : String(chargedPoints(one)),
      one.cpuMs.toFixed(1),
      budgetMs(one).toFixed(1),
      (one.cpuByProcess.gateway ?? one.cpuByProcess.shop ?? 0).toFixed(1),
      `${one.blockedMs.toFixed(0)} ${one.blockedProcess}`,
      `\`${shownRequest(one.request)}\``,
    ]),
  );
}

/** Saves these requests in full, so that they can be sent again. @returns the file. */
export function keepWorst(alone: readonly Baseline[], folder: string): string {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, 'worst.json');
  const kept = worstOf(alone).map(({ request, ...one }) => ({
    ...one,
    request: { ...request, body: request.body?.toString('latin1') },
  }));
  writeFileSync(file, `${JSON.stringify(kept, null, 2)}\n`);
  return file;
}

/** A row for each attack, with its worst request. */
export function baselineRows(alone: readonly Baseline[]): Row[] {
  const names = [...new Set(alone.map(({ attack }) => attack))];
  return names.map((name) => {
    const own = alone.filter(({ attack }) => attack === name);
    const outcomes: Record<string, number> = {};
    for (const { answer } of own) {
      const outcome = `${answer.status} ${answer.code}`;
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    }
    const [worst] = own.toSorted((one, other) => shareOfBudget(other) - shareOfBudget(one));
    return {
      name: `alone: ${name}`,
      outcomes,
      figures: {
        'CPU ms': worst?.cpuMs ?? 0,
        'of allowed ms': worst ? budgetMs(worst) : 0,
        'blocked ms': Math.max(0, ...own.map(({ blockedMs }) => blockedMs)),
      },
    };
  });
}
