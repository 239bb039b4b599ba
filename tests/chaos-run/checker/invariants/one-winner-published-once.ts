import type { Row } from '../evidence.ts';
import { type Facts, text } from '../facts.ts';
import type { Finding, Violation } from '../finding.ts';

/** I8: at most one winner per test, never another one, and each is published exactly as often as it was asked for: once. */
export function oneWinnerPublishedOnce(facts: Facts): Finding {
  const winners = facts.events.filter(({ type }) => type === 'WinnerSelected');
  const logs = facts.table('publisher', 'publish_logs');
  return {
    invariant: 'I8',
    rule: 'at most one winner per A/B test, immutable; each published once',
    counts: { tests: facts.table('ab-evaluator', 'meta_ab_tests').length, winners: winners.length, publications: logs.length },
    violations: [...judgeWinners(facts), ...judgeLogs(logs), ...judgePosts(facts, logs), ...judgePromises(facts, logs)],
  };
}

function judgeWinners({ events, table }: Facts): Violation[] {
  const tests = Map.groupBy(
    events.filter(({ type }) => type === 'WinnerSelected'),
    ({ data }) => text(data?.['abTestId']),
  );
  const rows = new Map(table('ab-evaluator', 'meta_ab_tests').map((row) => [text(row['id']), row]));
  const shown = new Map(table('gateway', 'ab_tests').map((row) => [text(row['id']), row]));
  return [...tests].flatMap(([id, selected]) => {
    const ads = [...new Set(selected.map(({ data }) => text(data?.['adId'])))];
    const others = [rows.get(id), shown.get(id)].map((row) => text(row?.['winner_ad_id'])).filter((ad) => ad !== ads[0]);
    return [
      ...(selected.length === 1 ? [] : [{ id, what: `${selected.length} winners were selected: ${ads.join(', ')}` }]),
      ...others.map((ad) => ({ id, what: `the winner told is ${ads[0]}, but a table says ${ad === '' ? 'none' : ad}` })),
    ];
  });
}

function judgeLogs(logs: readonly Row[]): Violation[] {
  const twice = [...Map.groupBy(logs, (log) => `${log['ab_test_id']} on ${log['social_account_id']}`)].filter(
    ([, found]) => found.length > 1,
  );
  const posts = [
    ...Map.groupBy(
      logs.filter(({ external_id }) => external_id !== null),
      (log) => text(log['external_id']),
    ),
  ];
  return [
    ...twice.map(([id, found]) => ({ id, what: `${found.length} publications` })),
    ...posts
      .filter(([, found]) => found.length > 1)
      .map(([id, found]) => ({ id, what: `${found.length} publications claim this post` })),
    ...logs
      .filter(({ status }) => status !== 'success' && status !== 'failed')
      .map((log) => ({ id: text(log['id']), what: `the publication is ${log['status']} and has not ended` })),
  ];
}

/** A post is known by the caption of its container: the title of the clip, which no other clip has. */
function judgePosts({ journal, table }: Facts, logs: readonly Row[]): Violation[] {
  const captions = new Map<string, string>();
  const posts = new Map<string, string[]>();
  for (const { path, body, created } of journal) {
    for (const id of created) {
      if (path.endsWith('/media')) captions.set(id, text(body['caption']));
      if (!path.endsWith('/media_publish')) continue;
      const caption = captions.get(text(body['creation_id'])) ?? '';
      posts.set(caption, [...(posts.get(caption) ?? []), id]);
    }
  }
  const titles = new Map(table('publisher', 'clips').map((clip) => [text(clip['id']), text(clip['title'])]));
  const wanted = new Map(logs.map((log) => [titles.get(text(log['clip_id'])) ?? '', log]));
  const made = [...posts].flatMap(([caption, ids]) => [
    ...(ids.length === 1 ? [] : [{ id: ids.join(', '), what: `"${caption}" was posted ${ids.length} times` }]),
    ...(wanted.has(caption) ? [] : [{ id: ids.join(', '), what: `"${caption}" was posted, and no publication asked for it` }]),
  ]);
  const missing = [...wanted].flatMap(([caption, log]) =>
    log['status'] === 'success' && !posts.has(caption)
      ? [{ id: text(log['id']), what: `is said to be published, but "${caption}" was never posted` }]
      : [],
  );
  return [...made, ...missing];
}

/** Who saw the winner and asked for it to be published got one publication, the same for all who asked. */
function judgePromises({ history }: Facts, logs: readonly Row[]): Violation[] {
  const asked = Map.groupBy(
    history.filter(({ op }) => op === 'publish'),
    ({ key }) => key,
  );
  const known = new Map(logs.map((log) => [`${log['ab_test_id']} on ${log['social_account_id']}`, text(log['id'])]));
  return [...asked.values()].flatMap((lines) => {
    const [invoke] = lines;
    const target = `${invoke?.value['ab_test_id']} on ${invoke?.value['account_id']}`;
    const refusal = lines.find(({ phase }) => phase === 'fail');
    const ok = lines.find(({ phase }) => phase === 'ok');
    const told = text(ok?.value['publish_log_id']);
    return [
      ...(refusal === undefined
        ? []
        : [{ id: target, what: `the client saw a winner, yet publishing was refused: ${refusal.value['code']}` }]),
      ...(ok === undefined || known.has(target)
        ? []
        : [{ id: target, what: 'publishing was promised, and there is no publication' }]),
      ...(told === '' || told === known.get(target)
        ? []
        : [{ id: target, what: `promised as ${told}, but it is ${known.get(target)}` }]),
    ];
  });
}
