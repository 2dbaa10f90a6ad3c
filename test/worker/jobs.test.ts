import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Errand } from '../../worker/errand.ts';
import { Ending, JobGone, TooManyJobs, UnknownJob } from '../../worker/errors.ts';
import { jobId, readJobId } from '../../worker/job-id.ts';
import { type Job, Jobs, type JobsOptions } from '../../worker/jobs.ts';

const jobs = suite('jobs');

interface Outcome {
  readonly bytes: number;
}

interface Opened {
  readonly job: Job<Outcome>;
  readonly left: () => number;
  finish(bytes: number): Promise<void>;
}

let clock = 0;
const now = (): number => clock;

function someJobs(options: Partial<JobsOptions<Outcome>> = {}): Jobs<Outcome> {
  let made = 0;
  return new Jobs({
    jobs: 2,
    jobResultBytes: 100,
    jobKeepMs: 1000,
    sizeBytes: ({ bytes }) => bytes,
    newId: () => `job-${made++}`,
    now,
    ...options,
  });
}

function open(all: Jobs<Outcome>): Opened {
  let left = 0;
  let resolve: (outcome: Outcome) => void = () => undefined;
  const outcome = new Promise<Outcome>((fulfil) => {
    resolve = fulfil;
  });
  const job = all.open('/backend', {
    errand: new Errand(now),
    outcome,
    leave: () => {
      left += 1;
    },
  });
  const finish = async (bytes: number): Promise<void> => {
    resolve({ bytes });
    await outcome;
  };
  return { job, left: () => left, finish };
}

jobs('a job is found by its id, unfinished and finished', async () => {
  const all = someJobs();
  const { job, finish } = open(all);
  assert.is(all.find(job.id).done, undefined);
  await finish(10);

  assert.equal(all.find(job.id).done, { bytes: 10 });
  assert.equal(all.counts, { queued: 0, running: 0, done: 1 });
});

jobs('an id that nobody gave is unknown', () => {
  throwsA(UnknownJob, () => someJobs().find('job-7'));
});

jobs('only so many are not done', async () => {
  const all = someJobs();
  const [first] = [open(all), open(all)];
  throwsA(TooManyJobs, () => open(all));
  await first.finish(1);

  assert.is(all.counts.running, 1);
  open(all);
});

jobs('a cancelled job gives its work up and says so', async () => {
  const all = someJobs();
  const { job, left, finish } = open(all);
  all.cancel(job);
  await finish(1);

  assert.is(left(), 1);
  assert.is(gone(all, job).extensions['reason'], 'cancelled');
  assert.equal(all.counts, { queued: 0, running: 0, done: 0 });
});

jobs('an answer that was kept long enough is gone and says so', async () => {
  const all = someJobs();
  const { job, finish } = open(all);
  await finish(1);
  clock += 999;
  all.find(job.id);
  clock += 1;

  assert.is(gone(all, job).extensions['reason'], 'expired');
});

jobs('the oldest answers make room for new ones', async () => {
  const all = someJobs({ jobs: 3 });
  const [first, second, third] = [open(all), open(all), open(all)];
  await second.finish(50);
  await first.finish(50);
  await third.finish(20);

  assert.is(gone(all, second.job).extensions['reason'], 'crowded-out');
  assert.ok(all.find(first.job.id).done);
  assert.ok(all.find(third.job.id).done);
});

jobs('an answer larger than the room for all is not kept', async () => {
  const all = someJobs();
  const { job, finish } = open(all);
  await finish(101);

  assert.is(gone(all, job).extensions['reason'], 'crowded-out');
  const { job: next, finish: finishNext } = open(all);
  await finishNext(100);
  assert.ok(all.find(next.id).done);
});

jobs('the end comes once running jobs are done and fetched', async () => {
  const all = someJobs();
  const early = open(all);
  await early.finish(1);
  const late = open(all);
  let ended = false;
  const end = all.end().then(() => {
    ended = true;
  });
  throwsA(Ending, () => open(all));
  await late.finish(1);
  assert.is(ended, false);
  all.collected(late.job);
  await end;

  assert.ok(ended);
});

jobs('without running jobs the end comes at once', async () => {
  const all = someJobs();
  await open(all).finish(1);
  await all.end();
});

jobs('what is not done by then is given up', () => {
  const all = someJobs();
  const { job } = open(all);
  all.abandon();

  assert.instance(job.errand.signal.reason, Ending);
});

jobs('an id names its worker and hides the rest', () => {
  const id = jobId(12, (count) => Buffer.alloc(count, 0xff));

  assert.is(id, '12-_____________________w');
  assert.equal(readJobId(id), { instance: 12 });
  for (const none of ['', '12', '12-short', `012-${'a'.repeat(22)}`, `1000-${'a'.repeat(22)}`]) {
    assert.is(readJobId(none), undefined, none);
  }
});

jobs.run();

function gone(all: Jobs<Outcome>, { id }: Job<Outcome>): JobGone {
  try {
    all.find(id);
  } catch (error) {
    if (error instanceof JobGone) return error;
    throw error;
  }
  throw new Error(`${id} is still there`);
}

function throwsA(kind: new (...args: never[]) => Error, act: () => unknown): void {
  assert.throws(act, (error: unknown) => error instanceof kind);
}
