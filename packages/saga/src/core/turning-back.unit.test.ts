import { describe, expect, test } from '@jest/globals';
import {
  cancelAsked,
  crashed,
  ends,
  given as givenSaga,
  type Happening,
  held,
  looked,
  looksFor,
  passes,
  ran,
  released,
  resumed,
  runs,
  undoes,
  undone,
  waits,
} from '../testing/index.ts';
import {
  creating,
  definition,
  error,
  given,
  never,
  open,
  paint,
  retry,
  room,
  sign,
  stepOf,
  tell,
} from '../testing/scenario-saga.ts';
import { canTurnBack } from './decide.ts';
import { defineSaga } from './definition.ts';
import { absent, done, failed, found, rejected, unknown, waiting } from './outcome.ts';

describe('compensation (M24)', () => {
  const refused = ran('paint', rejected(error));

  test('runs in strictly reverse order; a step that was refused has nothing to undo', () => {
    given(room, sign, refused)
      .expect(undoes('sign'))
      .when(undone('sign', done()))
      .expect(undoes('room'))
      .when(undone('room', done()))
      .expect(ends('compensated'));
  });

  test('is retried with back-off, never skipped, and then needs a person; resuming goes on where it stopped', () => {
    const stuck = given(room, sign, refused)
      .when(undone('sign', failed(error)))
      .expect(waits(50))
      .when(passes(50))
      .expect(undoes('sign'))
      .when(undone('sign', unknown(error)))
      .expect(ends('needs_attention'));
    stuck
      .when(resumed())
      .expect(undoes('sign'))
      .when(undone('sign', failed(error)))
      .expect(waits(50));
    stuck.when(resumed(), undone('sign', done())).expect(undoes('room'));
  });

  test('a refused compensation needs a person at once, and can be resumed', () => {
    given(room, sign, refused, undone('sign', rejected(error)))
      .expect(ends('needs_attention'))
      .when(resumed())
      .expect(undoes('sign'));
  });

  test('that is throttled waits without using a try, whatever the step’s deadline', () => {
    given(room, refusedSign(), undone('room', waiting(99_000, 'throttled'))).expect(waits(99_000, 'throttled'));
  });

  test('a lost worker’s compensation is called again', () => {
    given(room, refusedSign(), crashed()).expect(undoes('room')).when(crashed()).expect(ends('needs_attention'));
  });

  test('a step that cannot be looked up and may exist is undone with an unknown result', () => {
    const scenario = given(room, sign, ran('paint', unknown(error)), passes(100), ran('paint', rejected(error)));
    scenario.expect(undoes('paint'));
    expect(stepOf(scenario, 'paint')).toMatchObject({ mayExist: true, result: null });
  });

  test('looks on the way back end in attention when they keep failing', () => {
    given(room, ran('sign', unknown(error, { retryAfterMs: 9_999 })), passes(10_000), looked('sign', failed(error)))
      .expect(waits(100))
      .when(passes(100), looked('sign', failed(error)))
      .expect(ends('needs_attention'))
      .when(resumed())
      .expect(looksFor('sign'));
  });

  function refusedSign(): Happening {
    return ran('sign', rejected(error));
  }
});

describe('the point of no return', () => {
  const before = [room, sign, paint];

  test('a pivot that was refused, certainly without effect, turns the saga back', () => {
    given(...before, ran('open', rejected(error))).expect(undoes('paint'));
  });

  test('a pivot refused after a wait may have had its effect: it is looked up first', () => {
    const scenario = given(...before, ran('open', waiting(10, 'processing')), passes(10), ran('open', rejected(error))).expect(
      looksFor('open'),
    );
    scenario.when(looked('open', found())).expect(runs('tell'));
    scenario.when(looked('open', absent()), passes(100), ran('open', rejected(error))).expect(undoes('paint'));
  });

  test('after it everything goes forward: a refusal or too many tries need a person', () => {
    given(...before, open, ran('tell', rejected(error)))
      .expect(ends('needs_attention'))
      .when(resumed())
      .expect(runs('tell'));
    const tries = [ran('tell', failed(error)), passes(100), ran('tell', failed(error)), passes(200), ran('tell', failed(error))];
    given(...before, open, ...tries).expect(ends('needs_attention'));
  });

  test('a pivot that cannot be looked up and may have had its effect is never undone behind its back', () => {
    const blind = defineSaga<null>({ type: 'blind', version: 1 })
      .compensatable({ ...creating, name: 'room' })
      .pivot({ name: 'open', deadlineMs: 10_000, retry, run: never })
      .build();
    givenSaga(blind, null, room, ran('open', unknown(error)), passes(100), ran('open', rejected(error))).expect(
      ends('needs_attention'),
    );
  });
});

describe('cancel', () => {
  test('before the pivot is honoured at the next decision and ends as cancelled', () => {
    given(room, cancelAsked(), sign)
      .expect(undoes('sign'))
      .when(undone('sign', done()), undone('room', done()))
      .expect(ends('cancelled'));
  });

  test('never interrupts a step in doubt: it is looked up first', () => {
    const scenario = given(room, ran('sign', unknown(error, { retryAfterMs: 20 })), cancelAsked());
    scenario.expect(waits(20)).when(passes(20)).expect(looksFor('sign')).when(looked('sign', found())).expect(undoes('sign'));
  });

  test('after the pivot is refused', () => {
    const scenario = given(room, sign, paint, open, cancelAsked()).expect(runs('tell')).when(tell).expect(ends('completed'));
    expect(canTurnBack(definition.plan(null), scenario.state)).toBe(false);
  });

  test('waits for a pivot under way: done completes, refused cancels', () => {
    const under = given(room, sign, paint).expect(runs('open')).when(cancelAsked());
    expect(canTurnBack(definition.plan(null), under.state)).toBe(false);
    under.when(open).expect(runs('tell'));
    under.when(ran('open', failed(error))).expect(undoes('paint'));
    under
      .when(ran('open', unknown(error)))
      .expect(looksFor('open'))
      .when(looked('open', absent()))
      .expect(undoes('paint'));
  });

  test('before anything was done ends at once', () => {
    given(ran('room', failed(error)), cancelAsked()).expect(ends('cancelled'));
  });

  test('a saga of retriable steps alone can be cancelled until the first has been tried', () => {
    const forward = defineSaga<null>({ type: 'report', version: 1 })
      .retriable({ name: 'ask', deadlineMs: 1_000, retry, run: never })
      .build();
    givenSaga(forward, null, ran('ask', waiting(10, 'throttled', { withoutEffect: true })), cancelAsked()).expect(
      ends('cancelled'),
    );
    givenSaga(forward, null, ran('ask', waiting(10, 'processing')), cancelAsked()).expect(waits(10, 'processing'));
  });
});

describe('hold', () => {
  test('stops before the next step until it is released, and says why', () => {
    given(held('kill switch'), room).expect(waits(null, 'kill switch')).when(released()).expect(runs('sign'));
  });

  test('lets looks and compensations go on', () => {
    given(held('kill switch'), ran('room', unknown(error))).expect(looksFor('room'));
    given(room, ran('sign', failed(error)), held('kill switch'), passes(100))
      .expect(waits(9_900, 'kill switch'))
      .when(cancelAsked())
      .expect(undoes('room'));
  });
});
