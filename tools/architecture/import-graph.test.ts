import { describe, expect, test } from 'vitest';
import {
  cyclesOf,
  entriesOf,
  importGraph,
  layersOf,
  necessaryImports,
  upwardImports,
} from './import-graph';
import { treeOf } from './source-tree';

const files = treeOf({
  'a/top.ts': "import './middle/one'; import './bottom';",
  'a/middle/one.ts': "import type { B } from '../bottom'; import 'node:fs';",
  'a/middle/one.test.ts': "import '../top';",
  'a/bottom.ts': '',
  'a/bottom/part.ts': '',
  'b/other.ts': "import '../a/top';",
});

const graph = importGraph(files, entriesOf('a'));

describe('the import graph of a folder', () => {
  test('it has a module for each file and folder, without tests', () => {
    expect([...graph.keys()]).toEqual(['top', 'middle', 'bottom']);
  });

  test('it has the imports between them, including types', () => {
    expect(graph.get('top')).toEqual(new Set(['middle', 'bottom']));
    expect(graph.get('middle')).toEqual(new Set(['bottom']));
  });

  test('its layers lead from modules that nothing imports down to modules without imports', () => {
    expect(layersOf(graph)).toEqual([['top'], ['middle'], ['bottom']]);
    expect(cyclesOf(graph)).toEqual([]);
    expect(upwardImports(graph)).toEqual([]);
  });

  test('an import that follows from others is not necessary', () => {
    expect(necessaryImports(graph)).toEqual([
      ['top', 'middle'],
      ['middle', 'bottom'],
    ]);
  });
});

test('a cycle is found, with the import that closes it', () => {
  const circular = importGraph(
    treeOf({
      'top.ts': "import './high'; import './low';",
      'high.ts': "import './low';",
      'low.ts': "import './high';",
    }),
    entriesOf(''),
  );
  expect(cyclesOf(circular)).toEqual([['high', 'low']]);
  expect(upwardImports(circular)).toHaveLength(1);
  expect(layersOf(circular)).toHaveLength(3);
});
