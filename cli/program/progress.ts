import { msPerSecond } from '../../platform/values/time';

/** Progress of a long task: a bar on a terminal, otherwise a line now and then. */
export interface Progress {
  /** @param done how much of the total is done. */
  advance(done: number, note: string): void;
  end(): void;
}

const barCharacters = 30;
const barPauseMs = 100;
const linePauseMs = 5_000;
const percent = 100;
const clearLine = '\r\x1b[2K';

export function progressOf(title: string, total: number): Progress {
  const output = process.stderr;
  const isTerminal = output.isTTY === true;
  let lastAtMs = 0;
  const text = (done: number, note: string): string => {
    const share = total === 0 ? 1 : Math.min(done / total, 1);
    const figure = `${String(Math.floor(share * percent)).padStart(3)} %`;
    if (!isTerminal) return `${title}: ${figure.trim()}, ${note}\n`;
    const filled = Math.round(share * barCharacters);
    const bar = '█'.repeat(filled) + '░'.repeat(barCharacters - filled);
    return `${clearLine}${title} ${bar} ${figure}  ${note}`;
  };
  return {
    advance: (done, note) => {
      const nowMs = performance.now();
      const pauseMs = isTerminal ? barPauseMs : linePauseMs;
      if (nowMs - lastAtMs < pauseMs) return;
      // Without a terminal, short work prints nothing, because the line would stay.
      if (isTerminal || lastAtMs > 0) output.write(text(done, note));
      lastAtMs = nowMs;
    },
    end: () => {
      if (isTerminal) output.write(clearLine);
    },
  };
}

let isLineShown = false;

/** Removes the line that `whileWorking` shows, before something else is printed. */
export function clearProgress(): void {
  if (isLineShown) process.stderr.write(clearLine);
  isLineShown = false;
}

/** How long work takes before a terminal shows that it is still in progress. */
const quietMs = 1_000;

/**
 * Waits for work whose amount is unknown. On a terminal, a line shows how long it has taken so far;
 * elsewhere nothing is printed, because nobody waits for it.
 * @param noteOf what has been done so far.
 */
export async function whileWorking<Result>(
  title: string,
  work: Promise<Result>,
  noteOf: () => string = () => '',
): Promise<Result> {
  const output = process.stderr;
  if (output.isTTY !== true) return work;
  const startedAtMs = performance.now();
  const timer = setInterval(() => {
    const elapsedMs = performance.now() - startedAtMs;
    if (elapsedMs < quietMs) return;
    output.write(`${clearLine}${title} … ${Math.round(elapsedMs / msPerSecond)} s  ${noteOf()}`);
    isLineShown = true;
  }, barPauseMs);
  try {
    return await work;
  } finally {
    clearInterval(timer);
    clearProgress();
  }
}
