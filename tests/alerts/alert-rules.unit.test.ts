import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels?: { readonly severity?: string };
  readonly annotations?: { readonly summary?: string; readonly runbook?: string };
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string): string => readFileSync(`${ROOT}${path}`, 'utf8');

const { groups } = parse(read('docs/alerts.yml')) as { groups: readonly { readonly rules: readonly Rule[] }[] };
const rules = groups.flatMap((group) => group.rules);

/** Names as they stand in the source, beside what registers them. */
function registered(): Set<string> {
  const files = globSync('{packages,services}/*/src/**/*.ts', { cwd: ROOT }).filter(
    (file) => !/\.test\.ts$|\/testing\//.test(file),
  );
  const calls = files.flatMap((file) => [
    ...read(file).matchAll(/metrics\.(?:counter|gauge|observed|histogram)\(\s*'([a-z_]+)'/g),
    ...read(file).matchAll(/observeGroups\(metrics, orm, \{\s*name: '([a-z_]+)'/g),
  ]);
  return new Set(calls.map(([, name]) => name ?? ''));
}

/** All words of an expression that are metrics: those with a room in front. */
function metricsOf({ expr }: Rule): string[] {
  return [...expr.matchAll(/\b((?:messaging|saga|sagas)_[a-z_]+)\b/g)].map(([, name]) => name ?? '');
}

/** As GitHub makes them. */
function anchorsOf(markdown: string): Set<string> {
  const titles = [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, title]) => title ?? '');
  return new Set(
    titles.map((title) =>
      title
        .toLowerCase()
        .replaceAll(/[^\w\- ]/g, '')
        .replaceAll(' ', '-'),
    ),
  );
}

describe('alert rules', () => {
  test('name only metrics that the code registers', () => {
    const known = registered();
    expect(known.size).toBeGreaterThan(10);
    for (const rule of rules) {
      const names = metricsOf(rule);
      expect({ alert: rule.alert, names: names.length > 0 }).toEqual({ alert: rule.alert, names: true });
      expect({ alert: rule.alert, unknown: names.filter((name) => !known.has(name)) }).toEqual({
        alert: rule.alert,
        unknown: [],
      });
    }
  });

  test('M29: there is one for each metric an operator needs', () => {
    const watched = new Set(rules.flatMap(metricsOf));
    const needed = {
      'consumer lag in messages': 'messaging_consumer_lag_messages',
      'consumer lag in seconds': 'messaging_consumer_lag_seconds',
      'oldest outbox age': 'messaging_outbox_oldest_age_seconds',
      'publish rate': 'messaging_published_total',
      'parked keys': 'messaging_parked_keys',
      'dead letter depth': 'messaging_dead_letter_depth',
      'saga counts by state': 'sagas_open',
      'dedupe hits': 'messaging_inbox_events_total',
    };
    const missing = Object.entries(needed).filter(([, name]) => !watched.has(name));
    expect(missing).toEqual([]);
  });

  test('are complete: severity, how long, a sentence, and a runbook section that exists', () => {
    const anchors = anchorsOf(read('docs/OPERATIONS.md'));
    for (const { alert, annotations, labels, for: duration } of rules) {
      const [file, anchor = ''] = (annotations?.runbook ?? '').split('#');
      expect({ alert, file, hasSection: anchors.has(anchor) }).toEqual({ alert, file: 'docs/OPERATIONS.md', hasSection: true });
      expect({ alert, severity: labels?.severity }).toEqual({ alert, severity: expect.stringMatching(/^(critical|warning)$/) });
      expect({ alert, duration }).toEqual({ alert, duration: expect.stringMatching(/^\d+[smh]$/) });
      expect((annotations?.summary ?? '').length).toBeGreaterThan(20);
    }
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
  });

  test('a planted wrong name is found', () => {
    const planted: Rule = { alert: 'X', expr: 'rate(messaging_publshed_total[5m]) == 0' };
    expect(metricsOf(planted).filter((name) => !registered().has(name))).toEqual(['messaging_publshed_total']);
  });
});
