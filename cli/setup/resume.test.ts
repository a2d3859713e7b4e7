import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { fillResumably, resumable } from './resume';

describe('a run that could not fill the databases', () => {
  const failed = new Error('No server.');
  const answers = {
    adminEmail: 'ada@shop.test',
    adminName: "Ada O'Neil",
    adminPassword: 'a long phrase',
    warehouse: 'MAIN',
  };

  test('names the call that resumes it, which asks as little', () => {
    expect(resumable(failed, answers, true).message).toBe(
      "The files are written, and the databases are not filled: No server. Then call orderprocessing setup --yes --admin-email ada@shop.test --admin-name 'Ada O'\\''Neil' --admin-password @FILE --warehouse MAIN",
    );
  });

  test('is named by Ctrl-C, too', async () => {
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    onTestFinished(() => said.mockRestore());
    const stops: (() => unknown)[] = [];
    const stopping = {
      isEnding: true,
      onStop: (_: string, __: number, stop: () => unknown) => void stops.push(stop),
    };
    const failure = (error: unknown) => resumable(error, answers, true);
    await expect(fillResumably(stopping, failure, () => Promise.reject(failed))).rejects.toThrow();
    await fillResumably({ ...stopping, isEnding: false }, failure, () => Promise.resolve());
    for (const stop of stops) await stop();
    expect(said).toHaveBeenCalledExactlyOnceWith(
      expect.stringMatching(
        /not filled: It was interrupted\. Then call orderprocessing setup --yes/,
      ),
    );
  });

  test('names no password where it is asked again', () => {
    expect(resumable(failed, answers, false).message).toMatch(
      / setup --admin-email ada@shop\.test --admin-name '.*' --warehouse MAIN$/,
    );
  });
});
