import { expect, it } from 'vitest';
import { junitXml } from './junit.ts';

it('should be XML whatever the texts are', () => {
  const evil = 'a<b>&"\u0000\u001b[31m\ud800 \u{1f30a}\nline';
  const xml = junitXml(
    evil,
    [{ name: evil }, { name: 'x', failure: { type: 'I1', message: evil, text: evil } }],
    1.5,
    evil,
  );
  expect(tagsOf(xml)).toEqual(['testsuites', 'testsuite', 'testcase', 'testcase', 'failure', 'system-out']);
  expect(xml).toContain('tests="2" failures="1" errors="0" time="1.500"');
  expect(xml).toContain('message="a&lt;b&gt;&amp;&quot;[31m \u{1f30a}&#10;line"');
});

/** Tags in order; checks that each is closed properly. */
function tagsOf(xml: string): string[] {
  const tags: string[] = [];
  const open: string[] = [];
  for (const [, close, name = '', rest = ''] of xml.matchAll(
    /<(\/?)([a-z-]+)((?:\s+[a-z]+="[^"<>]*")*\s*\/?)>/g,
  )) {
    if (close === '/') expect(open.pop()).toBe(name);
    else tags.push(name);
    if (close === '' && !rest.endsWith('/')) open.push(name);
  }
  expect(open).toEqual([]);
  return tags;
}
