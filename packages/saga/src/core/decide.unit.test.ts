import { describe, expect, test } from '@jest/globals';
import {
  crashed,
  ends,
  looked,
  looksFor,
  passes,
  ran,
  resumed,
  runs,
  unasked,
  undoes,
  undone,
  waits,
  woken,
} from '../testing/index.ts';
import { error, given, open, paint, room, sign, stepOf, tell } from '../testing/scenario-saga.ts';
import { absent, conflict, done, failed, found, lookAgain, unknown, waiting } from './outcome.ts';

describe('going forward (M26: given a history, when an outcome, then the next action)', () => {
  test('steps run in order, one after the other, to completion', () => {
    given()
      .expect(runs('room'))
      .when(room)
      .expect(runs('sign'))
      .when(sign)
      .expect(runs('paint'))
      .when(paint)
      .expect(runs('open'));
    given(room, sign, paint, open).expect(runs('tell')).when(tell).expect(ends('completed'));
  });

  test('a try certainly without effect is repeated with exponential back-off, then counts as refused', () => {
    given(room)
      .when(ran('sign', failed(error)))
      .expect(waits(100))
      .when(passes(100))
      .expect(runs('sign'))
      .when(ran('sign', failed(error)))
      .expect(waits(200))
      .when(passes(200), ran('sign', failed(error)))
      .expect(undoes('room'));
  });

  test('the remote side may state the time of the next try', () => {
    given()
      .when(ran('room', failed(error, { retryAfterMs: 777 })))
      .expect(waits(777));
  });

  test('waiting is no try and shows what it waits for', () => {
    const told = ran('room', waiting(500, 'throttled'));
    const scenario = given(told).expect(waits(500, 'throttled')).when(passes(500), told, passes(500), told, passes(500), told);
    scenario.expect(waits(500, 'throttled')).when(passes(500)).expect(runs('room'));
    expect(stepOf(scenario, 'room')?.attempts).toBe(0);
  });

  test('a wait for an instant ends at that instant', () => {
    given()
      .when(ran('room', waiting(new Date(Date.UTC(2026, 0, 1, 0, 0, 2)), 'token')))
      .expect(waits(2_000, 'token'));
  });

  test('waking ends a wait and a back-off, but not a settle delay', () => {
    given(ran('room', waiting(5_000, 'token')), woken()).expect(runs('room'));
    given(ran('room', failed(error)), woken()).expect(runs('room'));
    given(ran('room', unknown(error, { retryAfterMs: 900 })), woken()).expect(waits(900));
  });
});

describe('a call in doubt', () => {
  test('is looked up before it is ever run again', () => {
    given()
      .when(ran('room', unknown(error)))
      .expect(looksFor('room'));
    given()
      .when(ran('room', unknown(error, { retryAfterMs: 40 })))
      .expect(waits(40))
      .when(passes(40))
      .expect(looksFor('room'));
  });

  test('that had its effect is adopted', () => {
    const scenario = given(ran('room', unknown(error))).when(looked('room', found({ id: 'r' })));
    scenario.expect(runs('sign'));
    expect(stepOf(scenario, 'room')).toMatchObject({ state: 'done', result: { id: 'r' }, mayExist: false });
  });

  test('that had none is run again, as a further try', () => {
    const lost = [ran('room', unknown(error)), looked('room', absent())];
    given(...lost)
      .expect(waits(100))
      .when(passes(100))
      .expect(runs('room'));
    given(...lost, passes(100), ...lost, passes(200), ...lost).expect(ends('compensated'));
  });

  test('that is not settled is looked for again; only looks that answer are counted', () => {
    const scenario = given(ran('room', unknown(error)), looked('room', lookAgain(300)));
    scenario.expect(waits(300)).when(passes(300)).expect(looksFor('room'));
    const failedLook = scenario.when(passes(300), looked('room', failed(error)));
    failedLook
      .expect(waits(100))
      .when(passes(100), looked('room', failed(error)))
      .expect(waits(200));
    expect(stepOf(failedLook, 'room')).toMatchObject({ looks: 1, lookFailures: 1 });
  });

  test('a look that is throttled waits and shows why', () => {
    given(ran('room', unknown(error)), looked('room', waiting(400, 'throttled'))).expect(waits(400, 'throttled'));
  });

  test('that was throttled is looked up when the stated time has come, and was no try', () => {
    const told = ran('room', unknown(error, { retryAfterMs: 500, waitingFor: 'throttled' }));
    const scenario = given(told).expect(waits(500, 'throttled')).when(passes(500)).expect(looksFor('room'));
    expect(stepOf(scenario, 'room')?.attempts).toBe(0);
    scenario.when(looked('room', absent()), passes(100)).expect(runs('room'));
    given(room, sign, ran('paint', unknown(error, { retryAfterMs: 500, waitingFor: 'throttled' }))).expect(
      waits(500, 'throttled'),
    );
  });

  test('that cannot be decided needs a person, and goes on looking when resumed', () => {
    given(ran('room', unknown(error)), looked('room', conflict(error)))
      .expect(ends('needs_attention'))
      .when(resumed())
      .expect(looksFor('room'));
  });

  test('a lost worker leaves its call in doubt: looked up where that is possible, run again where not', () => {
    given().when(crashed()).expect(looksFor('room'));
    const scenario = given(room, sign).when(crashed());
    scenario.expect(runs('paint'));
    expect(stepOf(scenario, 'paint')).toMatchObject({ attempts: 2, mayExist: true });
  });

  test('a worker that dies at every try of a step uses its tries up', () => {
    const dies = [crashed(), looked('room', absent())];
    given(...dies, passes(100), ...dies, passes(200), ...dies).expect(ends('compensated'));
  });

  test('M22: duplicate, stale and foreign outcomes change nothing', () => {
    const scenario = given(room);
    for (const strange of [
      unasked.ran('room', done({ id: 'other' })),
      unasked.ran('paint', done()),
      unasked.ran('nobody', done()),
      unasked.looked('sign', found()),
      unasked.undone('room', done()),
      resumed(),
      woken(),
    ]) {
      expect(scenario.when(strange).expect(runs('sign')).state).toEqual(scenario.state);
    }
  });
});

describe('deadlines (M23)', () => {
  test('a step waits for its next try no longer than to its deadline', () => {
    given(room)
      .when(ran('sign', waiting(60_000, 'throttled')))
      .expect(waits(10_000, 'throttled'));
  });

  test('past it, before the pivot, the step is looked up once more and what exists is undone', () => {
    const late = given(room, ran('sign', unknown(error, { retryAfterMs: 9_999 })), passes(10_000));
    late
      .expect(looksFor('sign'))
      .when(looked('sign', found({ id: 's' })))
      .expect(undoes('sign'))
      .when(undone('sign', done()))
      .expect(undoes('room'));
    late.when(looked('sign', absent())).expect(undoes('room')).when(undone('room', done())).expect(ends('compensated'));
    expect(late.state.error?.code).toBe('step-deadline-passed');
  });

  test('a step that was told to wait may have left something and is looked up too, unless it said that nothing was sent', () => {
    given(room, ran('sign', waiting(60_000, 'processing')), passes(10_000)).expect(looksFor('sign'));
    given(room, ran('sign', waiting(60_000, 'token', { withoutEffect: true })), passes(10_000)).expect(undoes('room'));
  });

  test('the deadline runs from the first try, over all tries', () => {
    const scenario = given(
      ran('room', failed(error, { retryAfterMs: 6_000 })),
      passes(6_000),
      ran('room', failed(error, { retryAfterMs: 6_000 })),
    );
    scenario.expect(waits(4_000)).when(passes(4_000)).expect(ends('compensated'));
  });

  test('a pivot in doubt past it is still looked for; only its certain absence turns the saga back', () => {
    const late = given(room, sign, paint, ran('open', unknown(error, { retryAfterMs: 10_000 })), passes(10_000)).expect(
      looksFor('open'),
    );
    late.when(looked('open', lookAgain(70))).expect(waits(70));
    late.when(looked('open', found())).expect(runs('tell'));
    late.when(looked('open', absent())).expect(undoes('paint'));
  });

  test('a retriable step past it needs a person, who starts it with fresh tries and a fresh deadline', () => {
    const late = given(room, sign, paint, open, ran('tell', waiting(90_000, 'throttled')), passes(60_000)).expect(
      ends('needs_attention'),
    );
    const again = late.when(resumed()).expect(runs('tell'));
    again.when(ran('tell', waiting(90_000, 'throttled'))).expect(waits(60_000, 'throttled'));
  });
});
