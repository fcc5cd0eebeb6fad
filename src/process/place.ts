/** Frames of the tank itself. */
const OURS =
  /[/\\](?:sim[/\\](?:kernel|chance|faults|network|disk|clock|scenario|determinism|define|run|events|input|cli(?![/\\]testing)|campaign|shrink|replay|text|page)|src[/\\]process)[/\\]/;

/** The same in bundles, where built-in systems have a file of their own. */
const BUNDLED = /[/\\](?:dist[/\\]bin|\.cache[/\\]wavetank[/\\]\w+)[/\\](?!systems-)/;

/** The code that runs the steps. Frames below it belong to callers of the tank. */
const RUNNER = /[/\\]sim[/\\]run[/\\]/;

/** Frames in packages; bundles of the tank are in such folders, too. */
const PACKAGE = /[/\\]node_modules[/\\](?!wavetank[/\\]dist[/\\]bin|\.cache[/\\]wavetank)/;

/**
 * Function, file and line of the first frame that is in a file but not the tank's, without the folder; null when there is none.
 * A frame in a package is named only where no code of the user's own called it.
 */
export function placeIn(stack: string): string | null {
  let inPackage: string | null = null;
  for (const line of stack.split('\n')) {
    if (!/^\s*at .*:\d+:\d+\)?$/.test(line) || line.includes('node:')) continue;
    if (RUNNER.test(line)) break;
    if (OURS.test(line) || BUNDLED.test(line)) continue;
    if (!PACKAGE.test(line)) return place(line);
    inPackage ??= place(line);
  }
  return inPackage;
}

const place = (frame: string): string =>
  frame
    .trim()
    .replace(/^at /, '')
    .replace(/data:[^\s)]*?(?=:\d+:\d+)/, '/program') // a mutant is loaded from its text, which is then its file name
    .replace(/(\()?[^\s()]*[/\\]([^\s/\\()]+:\d+):\d+\)?/, '$1$2$1')
    .replace(/\($/, ')');
