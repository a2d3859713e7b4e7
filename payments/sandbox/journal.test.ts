import { appendFile, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { newFolder } from '../testing/running-sandbox';
import { Journal } from './journal';

let folder: string;
let filePath: string;

beforeEach(async () => {
  folder = await newFolder();
  filePath = path.join(folder, 'journal.jsonl');
});
afterEach(() => rm(folder, { recursive: true }));

async function openJournal() {
  const replayed: unknown[] = [];
  const failures: Error[] = [];
  const journal = await Journal.open(
    filePath,
    (line) => replayed.push(JSON.parse(line)),
    (error) => failures.push(error),
  );
  return { journal, replayed, failures };
}

async function replayedLines(): Promise<unknown[]> {
  const { journal, replayed } = await openJournal();
  await journal.close();
  return replayed;
}

describe('a journal', () => {
  test('replays durable lines in order', async () => {
    const { journal } = await openJournal();
    for (let number = 0; number < 1_000; number += 1) journal.append(`{"number":${number}}`);
    await journal.durable();
    await journal.close();
    expect(await replayedLines()).toEqual(
      Array.from({ length: 1_000 }, (_, number) => ({ number })),
    );
  });

  test('reads lines across chunks, with non-ASCII text', async () => {
    const lines = Array.from({ length: 300 }, (_, number) => ({ text: 'żółć €'.repeat(number) }));
    const { journal } = await openJournal();
    for (const line of lines) journal.append(JSON.stringify(line));
    await journal.close();
    expect(await replayedLines()).toEqual(lines);
    await appendFile(filePath, '{"torn');
    expect(await replayedLines()).toEqual(lines);
  });

  test('groups the lines of many writers into few syncs', async () => {
    const { journal } = await openJournal();
    const writers = Array.from({ length: 500 }, async (_, number) => {
      for (let round = 0; round < 4; round += 1) {
        journal.append(JSON.stringify({ number, round }));
        await journal.durable();
      }
    });
    await Promise.all(writers);
    expect(journal.syncs).toBeLessThan(40);
    await journal.close();
    expect(await replayedLines()).toHaveLength(2_000);
  });

  test('writes all lines of several event-loop turns before it closes', async () => {
    const { journal } = await openJournal();
    for (let number = 0; number < 200; number += 1) {
      journal.append(`{"number":${number}}`);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await journal.close();
    expect(await replayedLines()).toHaveLength(200);
  });

  test('does not sync without new lines', async () => {
    const { journal } = await openJournal();
    await journal.durable();
    expect(journal.syncs).toBe(0);
    await journal.close();
  });

  const tornEnds = [
    '{',
    '{"number":2',
    '{"number":2}',
    '{"number":2\n',
    '\0\0\0\0',
    '\n\n',
    '\xff\n\xfe',
  ];
  for (const tornEnd of tornEnds) {
    test(`truncates a torn end and continues: ${JSON.stringify(tornEnd)}`, async () => {
      await writeFile(filePath, `{"number":1}\n${tornEnd}`, 'latin1');
      const { journal, replayed } = await openJournal();
      expect(replayed).toEqual([{ number: 1 }]);
      expect((await stat(filePath)).size).toBe('{"number":1}\n'.length);
      journal.append('{"number":3}');
      await journal.close();
      expect(await readFile(filePath, 'utf8')).toBe('{"number":1}\n{"number":3}\n');
    });
  }

  test('fails to open if intact lines follow a damaged one', async () => {
    await writeFile(filePath, '{"number":1}\n{"number":\n{"number":3}\n');
    await expect(openJournal()).rejects.toThrow(/damaged at byte 13/);
    expect(await readFile(filePath, 'utf8')).toContain('"number":3');
  });

  test('rejects a file without line breaks instead of reading it into memory', async () => {
    await writeFile(filePath, 'x'.repeat(300_000));
    await expect(openJournal()).rejects.toThrow(/that is too long/);
  });

  test('rejects pending and later writes after a disk failure', async () => {
    const { journal, failures } = await openJournal();
    journal.append('{"number":1}');
    await journal.durable();
    // Simulates a failing disk by closing the journal's file.
    await journal['handle'].close();
    journal.append('{"number":2}');
    await expect(journal.durable()).rejects.toThrow();
    expect(failures).toHaveLength(1);
    expect(() => journal.append('{"number":3}')).toThrow();
    await expect(journal.durable()).rejects.toThrow();
    expect(await replayedLines()).toEqual([{ number: 1 }]);
  });
});
