import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Member, MemberGone } from '../../../proxy/processes/member.ts';
import { TicketKeeper } from '../../../proxy/processes/ticket-keeper.ts';

const tickets = suite('ticket keeper');

/** A process that notes the keys it is told, or fails with `fault`. */
class Holder {
  readonly pid = 1;
  readonly told: string[] = [];
  readonly fault: Error | undefined;

  constructor(fault?: Error) {
    this.fault = fault;
  }

  ask: Member['ask'] = async (topic, asked) => {
    if (this.fault !== undefined) throw this.fault;
    assert.is(topic, 'ticketKeys');
    this.told.push(String(asked));
    return Object(null);
  };
}

interface Kept {
  readonly keeper: TicketKeeper;
  readonly faults: readonly unknown[];
  rotate(): void;
  readonly stopped: boolean;
}

function keptFor(members: Holder[]): Kept {
  const faults: unknown[] = [];
  let rotate = (): void => undefined;
  let stopped = false;
  const keeper = new TicketKeeper({
    crew: { members },
    onFault: (_member, error) => faults.push(error),
    repeat: (callback, periodMs) => {
      assert.is(periodMs, 86_400_000);
      rotate = callback;
      return () => {
        stopped = true;
      };
    },
  });
  return {
    ...{ keeper, faults },
    rotate: () => rotate(),
    get stopped() {
      return stopped;
    },
  };
}

tickets('all are told the same keys, who comes late as well', async () => {
  const members = [new Holder(), new Holder()];
  const { keeper } = keptFor(members);
  await keeper.tellAll();
  const late = new Holder();

  await keeper.tell(late);

  const told = [...members, late].map((member) => member.told);
  assert.is(new Set(told.flat()).size, 1);
  assert.equal(
    told.map((keys) => keys.length),
    [1, 1, 1],
  );
  assert.is(Buffer.from(late.told[0] ?? '', 'base64').length, 48);
});

tickets('new keys are told to all, and to who comes later', async () => {
  const member = new Holder();
  const { keeper, rotate } = keptFor([member]);
  await keeper.tellAll();

  rotate();
  const late = new Holder();
  await keeper.tell(late);

  assert.is(member.told.length, 2);
  assert.is.not(member.told[0], member.told[1]);
  assert.equal(late.told, member.told.slice(1));
});

tickets('who is gone harms nobody, any other fault is told', async () => {
  const well = new Holder();
  const fault = new Error('silent');
  const { keeper, faults } = keptFor([new Holder(new MemberGone(1)), new Holder(fault), well]);

  await keeper.tellAll();

  assert.is(well.told.length, 1);
  assert.equal(faults, [fault]);
});

tickets('it can be stopped', () => {
  const kept = keptFor([]);

  kept.keeper.stop();

  assert.is(kept.stopped, true);
});

tickets.run();
