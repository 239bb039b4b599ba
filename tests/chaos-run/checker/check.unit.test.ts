import { expect, test } from '@jest/globals';
import { check } from './check.ts';
import { reportText } from './report.ts';
import { failedBy, without, withTable } from './testing/plant.ts';
import { soundEvidence } from './testing/sound-evidence.ts';

test('a run in which all was well passes, invariant by invariant', () => {
  expect(failedBy(() => ({}))).toEqual([]);
});

test('a run of which nothing is known passes nothing', () => {
  const empty = { history: [], objects: [], journal: [], records: [], offsets: [], databases: {}, truths: {} };
  const nothing = failedBy(() => ({ ...empty, summary: { max_points_300s: {}, media_published: 0, duplicate_markers: [] } }));
  expect(nothing).toEqual(['I1', 'I2', 'I3', 'I4', 'I5', 'I6', 'I7', 'I8', 'I9', 'I10', 'I11', 'I12', 'I13', 'I15']);
});

test('the report names whom a violation happened to, and says so when there was nothing to judge', () => {
  const sound = soundEvidence();
  const broken = { ...sound, ...withTable(sound, 'campaign-orchestrator', 'meta_ads', without('14')), truths: {} };
  const report = reportText(check(broken));
  expect(report).toContain('PASS  I1 ');
  expect(report).toContain('FAIL  I5 ');
  expect(report).toContain('14: no row knows this ad of act_1');
  expect(report).toContain('there was nothing to judge');
});
