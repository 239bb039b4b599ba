import { describe, expect, it } from '@jest/globals';
import type { SagaEvent, SagaStepView, SagaTransition, SagaView } from '@mao/saga';
import { LIMIT_REACHED, refusal, VIDEO_PROCESSING } from '../publish-saga/outcomes.ts';
import { publishNews } from './publish-news.ts';

const AT = 1_000;

function step(name: string, change: Partial<SagaStepView> = {}): SagaStepView {
  return {
    name,
    kind: 'compensatable',
    state: 'pending',
    mayExist: false,
    attempts: 0,
    looks: 0,
    startedAt: null,
    endedAt: null,
    deadlineAt: null,
    nextRetryAt: null,
    waitingFor: null,
    result: null,
    error: null,
    compensation: 'none',
    compensationAttempts: 0,
    ...change,
  };
}

function transition(events: readonly SagaEvent[], change: Partial<SagaView> = {}): SagaTransition {
  const saga: SagaView = {
    id: 'id',
    type: 'publish-reel',
    version: 1,
    status: 'running',
    tag: null,
    input: {},
    cancelRequested: false,
    holdReason: null,
    waitingFor: null,
    nextRetryAt: null,
    error: null,
    steps: [],
    ...change,
  };
  return { saga, events, trace: {} };
}

const ATTENTION: SagaEvent = { type: 'attention-needed', step: 'permalink', at: AT, error: refusal('x', 'x') };
const POST = { externalId: '7', isListed: true };

describe('what others hear of a publication', () => {
  it('is the newest word of a commit', () => {
    const news = publishNews(
      transition([
        { type: 'step-done', step: 'limit', at: AT, result: null, adopted: false },
        { type: 'step-waiting', step: 'ready', at: AT, reason: LIMIT_REACHED, until: AT + 900_000, mayExist: false },
      ]),
    );
    expect(news).toMatchObject({
      status: 'retry',
      reason: "Waiting for room in Instagram's daily publishing limit.",
      nextRetryAt: new Date(AT + 900_000),
    });
  });

  it('calls the processing of the video work, not an obstacle', () => {
    const event: SagaEvent = {
      type: 'step-waiting',
      step: 'ready',
      at: AT,
      reason: VIDEO_PROCESSING,
      until: AT,
      mayExist: false,
    };
    expect(publishNews(transition([event]))).toMatchObject({ status: 'processing' });
  });

  it('does not repeat itself at every look of a short wait', () => {
    const event: SagaEvent = { type: 'step-waiting', step: 'ready', at: AT, reason: 'x', until: AT + 10_000, mayExist: false };
    expect(publishNews(transition([event]))).toMatchObject({ status: 'retry', isLong: false });
  });

  it('never contains the message of an error inside', () => {
    const error = { code: 'step-threw', message: 'password=1', details: { threw: true } };
    const event: SagaEvent = { type: 'step-failed', step: 'ready', at: AT, error, retryAt: AT, mayExist: false };
    expect(JSON.stringify(publishNews(transition([event])))).not.toMatch(/password/);
  });

  it('is success once the clip is public, whatever became of its permalink', () => {
    const steps = [step('publish', { state: 'done', result: POST }), step('permalink', { state: 'rejected' })];
    expect(publishNews(transition([ATTENTION], { status: 'needs_attention', steps }))).toEqual({
      status: 'success',
      externalId: '7',
      externalUrl: null,
    });
  });

  it('warns when it could not be found out whether the clip is public', () => {
    const steps = [step('publish', { state: 'unknown', mayExist: true })];
    const news = publishNews(transition([ATTENTION], { status: 'needs_attention', steps, error: refusal('x', 'No answer.') }));
    expect(news).toMatchObject({ status: 'failed', isInDoubt: true });
    expect(news).toMatchObject({ reason: expect.stringMatching(/look at the account.*No answer\.$/) });
  });

  it('is a failure with the reason of the refusal', () => {
    const finished: SagaEvent = { type: 'finished', at: AT, status: 'compensated' };
    const error = refusal('clip-withdrawn', 'The clip was withdrawn.');
    expect(publishNews(transition([finished], { status: 'compensated', error }))).toEqual({
      status: 'failed',
      reason: 'The clip was withdrawn.',
      isInDoubt: false,
    });
  });
});
