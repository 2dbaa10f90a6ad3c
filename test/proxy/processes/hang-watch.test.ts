import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { HangWatch, type Watchable } from '../../../proxy/processes/hang-watch.ts';

const watching = suite('hang watch');

/** A process that speaks while it is told to. */
class Fake implements Watchable {
  readonly pid: number;
  speaks = true;
  kills = 0;

  constructor(pid: number) {
    this.pid = pid;
  }

  spoke(): boolean {
    return this.speaks;
  }

  kill(): void {
    this.kills += 1;
  }
}

function stage(): {
  readonly members: Fake[];
  readonly events: unknown[];
  readonly watch: HangWatch;
  /** Lets it look so often. */
  look(times: number): void;
  readonly ended: () => boolean;
} {
  const members = [new Fake(1), new Fake(2)];
  const events: unknown[] = [];
  let call: (() => void) | undefined;
  const watch = new HangWatch({
    crew: { members },
    log: { error: (event, fields) => events.push([event, fields]) },
    repeat: (callback) => {
      call = callback;
      return () => {
        call = undefined;
      };
    },
  });
  const look = (times: number): void => {
    for (let i = 0; i < times; i += 1) call?.();
  };
  return { members, events, watch, look, ended: () => call === undefined };
}

const kills = (members: readonly Fake[]): readonly number[] => members.map((one) => one.kills);

watching('a process that speaks is left alone', () => {
  const { members, look } = stage();

  look(100);

  assert.equal(kills(members), [0, 0]);
});

watching('one that has said nothing at three looks in a row is ended, and told of', () => {
  const { members, events, look } = stage();
  const [hung] = members;
  if (hung === undefined) throw new Error('there are two');
  hung.speaks = false;

  look(2);
  assert.equal(kills(members), [0, 0]);
  look(1);

  assert.equal(kills(members), [1, 0]);
  assert.equal(events, [['process hangs', { pid: 1 }]]);
});

watching('one that speaks again has all of its time again', () => {
  const { members, look } = stage();
  const [slow] = members;
  if (slow === undefined) throw new Error('there are two');
  slow.speaks = false;
  look(2);
  slow.speaks = true;
  look(1);
  slow.speaks = false;
  look(2);

  assert.equal(kills(members), [0, 0]);
});

watching('who takes the place of another begins anew', () => {
  const { members, look } = stage();
  for (const member of members) member.speaks = false;
  look(2);
  const next = new Fake(3);
  next.speaks = false;
  members.splice(0, 2, next);

  look(2);
  assert.is(next.kills, 0);
  look(1);
  assert.is(next.kills, 1);
});

watching('it ends with the crew', () => {
  const { watch, ended } = stage();

  watch.stop();

  assert.ok(ended());
});

watching.run();
