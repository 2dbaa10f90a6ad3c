import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { selfTimes } from '../../bench/edge/cpu-profile.ts';

const profiles = suite('self times of a profile');

const frame = (functionName: string, url = '', lineNumber = 0) => ({
  functionName,
  url,
  lineNumber,
});

profiles('samples are summed over all callers, idle time left out', () => {
  const times = selfTimes({
    nodes: [
      { id: 1, callFrame: frame('(idle)') },
      { id: 2, callFrame: frame('pick', 'file:///x/dist/proxy/a.js', 9) },
      { id: 3, callFrame: frame('pick', 'file:///x/dist/proxy/a.js', 9) },
      { id: 4, callFrame: frame('', 'file:///x/node_modules/b/c.js') },
    ],
    samples: [1, 2, 3, 4],
    timeDeltas: [1000, 20, 40, 20],
  });

  assert.equal(times, [
    { name: 'pick  proxy/a.js:10', share: 0.75 },
    { name: '(anonymous)  b/c.js:1', share: 0.25 },
  ]);
});

profiles.run();
