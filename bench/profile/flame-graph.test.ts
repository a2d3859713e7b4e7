import { expect, test } from 'vitest';
import { flameGraphPage } from './flame-graph';

const profile = {
  nodes: [
    {
      id: 1,
      callFrame: {
        functionName: '(root)',
        scriptId: '0',
        url: '',
        lineNumber: -1,
        columnNumber: -1,
      },
    },
  ],
  startTime: 0,
  endTime: 10,
  samples: [1],
  timeDeltas: [5],
};

test('the page contains the profile and the viewer, and loads nothing else', () => {
  const page = flameGraphPage('gateway', profile);
  const base64 = Buffer.from(JSON.stringify(profile)).toString('base64');
  expect(page).toContain(`loadFileFromBase64("gateway.cpuprofile", '${base64}')`);
  expect(page).not.toMatch(/<(link|script)[^>]* (href|src)=/);
  expect(page).not.toMatch(/url\("?\.\//);
  expect(page.match(/<script>/g)).toHaveLength(3);
  expect(page.match(/<\/script>/g)).toHaveLength(3);
});

test('the viewer still accepts a profile in the way that the page passes it', () => {
  const page = flameGraphPage('gateway', profile);
  expect(page).toMatch(/localProfilePath\)\{window\.speedscope=\{loadFileFromBase64:/);
});
