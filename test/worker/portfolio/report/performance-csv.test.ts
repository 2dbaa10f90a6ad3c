import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { performanceCsv } from '../../../../worker/portfolio/report/performance-csv.ts';

const performance = suite('performance-csv');

performance('the benchmark has the column of its own name', async () => {
  const answer = {
    performance: [
      { date: '2020-01-02', Optimized: 1, QQQ: null },
      { date: '2020-01-03', Optimized: 1.25, QQQ: 1 },
    ],
  };

  assert.is(
    await performanceCsv(JSON.stringify(answer)),
    'date,Optimized,QQQ\n2020-01-02,1,\n2020-01-03,1.25,1\n',
  );
});

performance.run();
