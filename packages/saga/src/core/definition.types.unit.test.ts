import { expect, test } from '@jest/globals';
import { defineSaga } from './definition.ts';
import { done } from './outcome.ts';
import { nothingToUndo } from './step.ts';

interface Results {
  campaign: { id: string };
  [creative: `creative-${number}`]: { id: string };
  activation: null;
}
const saga = () =>
  defineSaga<{ creatives: number; isActivated: boolean }, { prefix: string }, Results>({ type: 'types', version: 1 });
const campaign = { name: 'campaign', deadlineMs: 1, run: async () => done({ id: 'c' }), compensate: nothingToUndo } as const;
const activation = { name: 'activation', deadlineMs: 1, run: async () => done() } as const;

/** tsc checks this file; an error that is not reported makes an unused directive, which is an error too. */
test('M20: the compiler refuses a compensatable step after the pivot, and one without a compensation', () => {
  const afterPivot = saga().compensatable(campaign).pivot(activation);
  // @ts-expect-error nothing can be undone once the pivot is passed
  expect(afterPivot.compensatable).toBeDefined();
  // @ts-expect-error there is one point of no return
  expect(afterPivot.pivot).toBeDefined();
  // @ts-expect-error the same holds after the first retriable step
  expect(saga().retriable(activation).compensatable).toBeDefined();
  // @ts-expect-error a compensatable step says how it is undone
  saga().compensatable({ name: 'campaign', deadlineMs: 1, run: async () => done({ id: 'c' }) });
  // @ts-expect-error a pivot is never undone: its compensation would be dead code
  saga().pivot({ ...activation, compensate: nothingToUndo });
});

test('results are typed by step name', () => {
  // @ts-expect-error a campaign's result is { id: string }
  saga().compensatable({ name: 'campaign', deadlineMs: 1, run: async () => done({ id: 1 }), compensate: nothingToUndo });
  // @ts-expect-error no such step
  saga().compensatable({ name: 'campain', deadlineMs: 1, run: async () => done({ id: 'c' }), compensate: nothingToUndo });
  saga().pivot({
    name: 'activation',
    deadlineMs: 1,
    async run(ctx) {
      const id: string | undefined = ctx.results.campaign?.id ?? ctx.results['creative-1']?.id;
      // @ts-expect-error the deps are given
      return ctx.deps.suffix === id ? done() : done();
    },
  });
});

test('the plan follows the input: a list of steps, and steps that are left out', () => {
  const definition = saga()
    .compensatable(campaign)
    .compensatableEach((input) =>
      Array.from({ length: input.creatives }, (_, index) => ({
        name: `creative-${index}` as const,
        deadlineMs: 1,
        run: async () => done({ id: `${index}` }),
        compensate: nothingToUndo,
      })),
    )
    .pivot({ ...activation, when: (input) => input.isActivated })
    .build();
  const names = (creatives: number, isActivated: boolean) =>
    definition.plan({ creatives, isActivated }).map(({ step }) => step.name);
  expect(names(2, true)).toEqual(['campaign', 'creative-0', 'creative-1', 'activation']);
  expect(names(0, false)).toEqual(['campaign']);
});

test('two steps of one name are refused, and so is a saga without steps', () => {
  expect(() => saga().compensatable(campaign).compensatable(campaign).build().plan({ creatives: 0, isActivated: false })).toThrow(
    'unique',
  );
  expect(() => saga().build().plan({ creatives: 0, isActivated: false })).toThrow('at least one');
});
