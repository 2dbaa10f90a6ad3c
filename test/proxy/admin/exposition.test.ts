import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  histogramSamples,
  type MetricFamily,
  writeExposition,
} from '../../../proxy/admin/exposition.ts';
import { readExposition } from '../../support/exposition-reader.ts';

const exposition = suite('exposition');

const gauge = (samples: MetricFamily['samples'], help = 'Help.'): MetricFamily => ({
  name: 'a_gauge',
  type: 'gauge',
  help,
  samples,
});

exposition('a metric has its help and type first', () => {
  assert.is(
    writeExposition([
      gauge([{ value: 1.5 }]),
      {
        name: 'b_total',
        type: 'counter',
        help: 'Counted.',
        samples: [{ labels: { peer: 'h:1', kind: 'x' }, value: 7 }],
      },
    ]),
    '# HELP a_gauge Help.\n# TYPE a_gauge gauge\na_gauge 1.5\n' +
      '# HELP b_total Counted.\n# TYPE b_total counter\nb_total{peer="h:1",kind="x"} 7\n',
  );
});

exposition('quotes, backslashes and line ends are escaped', () => {
  const text = writeExposition([gauge([{ labels: { at: 'a"b\\c\nd' }, value: 0 }], 'x\\y\nz')]);

  assert.is(
    text,
    '# HELP a_gauge x\\\\y\\nz\n# TYPE a_gauge gauge\na_gauge{at="a\\"b\\\\c\\nd"} 0\n',
  );
  assert.equal(readExposition(text).get('a_gauge')?.samples[0]?.labels, { at: 'a"b\\c\nd' });
});

exposition('infinities have a sign', () => {
  const samples = [
    { labels: { of: 'up' }, value: Number.POSITIVE_INFINITY },
    { labels: { of: 'down' }, value: Number.NEGATIVE_INFINITY },
  ];

  const text = writeExposition([gauge(samples)]);

  assert.match(text, 'a_gauge{of="up"} +Inf\na_gauge{of="down"} -Inf\n');
  readExposition(text);
});

exposition('the buckets of a histogram are cumulative', () => {
  const samples = histogramSamples([0.5, 1], [3, 0, 2], 9.25);

  const text = writeExposition([{ name: 'h_seconds', type: 'histogram', help: 'H.', samples }]);

  assert.is(
    text,
    '# HELP h_seconds H.\n# TYPE h_seconds histogram\n' +
      'h_seconds_bucket{le="0.5"} 3\nh_seconds_bucket{le="1"} 3\nh_seconds_bucket{le="+Inf"} 5\n' +
      'h_seconds_sum 9.25\nh_seconds_count 5\n',
  );
  readExposition(text);
});

const head = '# HELP a_total A.\n# TYPE a_total counter\n';
const histogram = '# HELP h H.\n# TYPE h histogram\n';

const broken: readonly (readonly [what: string, text: string])[] = [
  ['a missing last line end', `${head}a_total 1`],
  ['a value that is no number', `${head}a_total one\n`],
  ['a sample of another metric', `${head}b_total 1\n`],
  ['a sample before its type', 'a_total 1\n'],
  ['the same sample twice', `${head}a_total 1\na_total 2\n`],
  ['the same metric twice', `${head}a_total 1\n${head}`],
  ['a bare quote in a label', `${head}a_total{x="a"b"} 1\n`],
  ['a label twice', `${head}a_total{x="a",x="b"} 1\n`],
  ['a counter by another name', '# HELP a A.\n# TYPE a counter\na 1\n'],
  ['a histogram without its last bucket', `${histogram}h_bucket{le="1"} 1\nh_sum 1\nh_count 1\n`],
  [
    'buckets that go down',
    `${histogram}h_bucket{le="1"} 2\nh_bucket{le="+Inf"} 1\nh_sum 1\nh_count 1\n`,
  ],
];

for (const [what, text] of broken) {
  exposition(`the reader of these tests refuses ${what}`, () => {
    assert.throws(() => readExposition(text));
  });
}

exposition.run();
