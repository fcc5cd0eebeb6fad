/** Frames of the tank itself, from its sources or as it is installed. */
const OURS =
  /[/\\](?:sim[/\\](?:kernel|chance|faults|network|disk|clock|scenario|determinism|define|run|events|input|cli(?![/\\]testing)|campaign|shrink|replay|text|page)|src[/\\]process|dist[/\\]bin)[/\\]/;

/** Function, file and line of the first frame that is not the tank's, without the folder; null when there is none. */
export function placeIn(stack: string): string | null {
  const frames = stack.split('\n').filter((line) => /^\s*at /.test(line));
  const frame = frames.find((line) => !OURS.test(line) && !line.includes('node:'));
  if (frame === undefined) return null;
  return frame
    .trim()
    .replace(/^at /, '')
    .replace(/(\()?[^\s()]*[/\\]([^\s/\\()]+:\d+):\d+\)?/, '$1$2$1')
    .replace(/\($/, ')');
}
