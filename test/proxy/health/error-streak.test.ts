import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ErrorStreak, type StreakLimits } from '../../../proxy/health/error-streak.ts';

const streak = suite('streak of errors');

type Status = number | undefined;

/** What each status means: its first letter. */
const verdicts = (limits: Partial<StreakLimits>, statuses: readonly Status[]): string => {
  const counted = new ErrorStreak({ serverErrors: 0, gatewayErrors: 0, ...limits });
  return statuses.map((status) => counted.note(status).charAt(0)).join('');
};

streak('without limits all is well', () => {
  assert.is(verdicts({}, [500, 502, undefined, 503, 504]), 'wwwww');
});

streak('any answer below 500 ends a streak', () => {
  assert.is(verdicts({ serverErrors: 2 }, [500, 404, 500, 501]), 'bwbt');
});

streak('after too many it begins anew', () => {
  assert.is(verdicts({ serverErrors: 2 }, [500, 500, 500, 500]), 'btbt');
});

streak('a 500 is no error of a gateway', () => {
  assert.is(verdicts({ gatewayErrors: 2 }, [502, 500, 503, 504]), 'bwbt');
});

streak('no answer counts as both', () => {
  assert.is(verdicts({ gatewayErrors: 2 }, [undefined, 502]), 'bt');
  assert.is(verdicts({ serverErrors: 2 }, [undefined, undefined]), 'bt');
});

streak('the shorter of two streaks decides', () => {
  assert.is(verdicts({ serverErrors: 5, gatewayErrors: 2 }, [500, 502, 503]), 'bbt');
});

streak.run();
