import { expect, it } from 'vitest';
import { notJudgedLines, notJudgedText } from './not-judged.ts';
import { plain } from './paint.ts';

it('should say of a green run what was not judged, and nothing when all was', () => {
  expect(notJudgedLines({ 'lease-read': 3 }, 'object', plain)).toEqual([]);
  const [line = ''] = notJudgedLines({ 'history-too-hard': 2 }, 'run', plain);
  expect(line).toMatch(/^ {2}not judged +2 runs not to the end: /);
  expect(notJudgedLines({ 'history-too-hard': 1 }, 'object', plain).join()).toMatch(/ 1 object not /);
  expect(notJudgedText({ 'lease-read': 3 }, 'run')).toBeUndefined();
  expect(notJudgedText({ 'history-too-hard': 2 }, 'run')).toBe(
    line.replace(/^ +not judged +/, 'not judged: '),
  );
});
