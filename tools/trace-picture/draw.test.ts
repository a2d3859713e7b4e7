import { describe, expect, it } from 'vitest';
import { drawTrace } from './draw';
import { timeAxis } from './time-axis';
import { type Bar, rowsOf } from './tree';

const ms = (count: number): bigint => BigInt(Math.round(count * 1e6));

function bar(id: string, parentId: string | null, startMs: number, endMs: number): Bar {
  const times = { startNs: ms(startMs), endNs: ms(endMs) };
  return { id, parentId, process: 'orders', name: `span ${id}`, ...times };
}

const bars = [
  bar('root', null, 0, 20),
  bar('late', 'root', 12, 19),
  bar('early', 'root', 2, 10),
  bar('below', 'early', 3, 4),
  bar('webhook', 'late', 100, 102),
];

describe('the rows of a trace', () => {
  it('are below their parents, in the order of their starts', () => {
    expect(rowsOf(bars).map(({ id, depth }) => [id, depth])).toEqual([
      ['root', 0],
      ['early', 1],
      ['below', 2],
      ['late', 1],
      ['webhook', 2],
    ]);
  });
});

describe('a span that seems to start before its parent', () => {
  const startsOf = (child: Bar) =>
    rowsOf([bar('root', null, 5, 20), child]).map(({ startNs, endNs }) => [startNs, endNs]);

  it('by less than a millisecond is moved, with the same length', () => {
    expect(startsOf(bar('child', 'root', 4.5, 6.5))[1]).toEqual([ms(5), ms(7)]);
  });

  it('by more is drawn unchanged, to show that a clock is wrong', () => {
    expect(startsOf(bar('child', 'root', 2, 6))[1]).toEqual([ms(2), ms(6)]);
  });
});

describe('its axis', () => {
  const axis = timeAxis(bars, 100, 1_000);

  it('has one scale and leaves out pauses', () => {
    const widthOf = (fromMs: number, toMs: number) => axis.xOf(toMs) - axis.xOf(fromMs);
    expect(widthOf(100, 102)).toBeCloseTo(widthOf(10, 12), 6);
    expect(axis.cuts.map(({ leftOutMs }) => Math.round(leftOutMs))).toEqual([79]);
    expect(axis.xOf(0)).toBe(100);
    expect(axis.xOf(102)).toBeLessThan(1_000);
  });

  it('labels each stretch with its time', () => {
    expect(axis.ticks.map((tick) => tick.ms)).toEqual([
      0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 100, 102,
    ]);
  });
});

describe('its picture', () => {
  it('is self-contained, has every span, and escapes names', () => {
    const named = { ...bar('odd', 'root', 5, 6), name: '<script> & "more"' };
    const picture = drawTrace([...bars, named]);
    for (const { name } of bars) expect(picture).toContain(`>${name}<`);
    expect(picture).toContain('&#60;script&#62; &#38; &#34;more&#34;');
    expect(picture).not.toMatch(/<script|href|url\(|@import|NaN|undefined/);
  });

  it('of no spans is rejected', () => {
    expect(() => drawTrace([])).toThrow('no span');
  });
});
