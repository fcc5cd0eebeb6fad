import { readFileSync } from 'node:fs';
import path from 'node:path';
import { escaped, inScript, POLICY } from '../html.ts';

/** One operation as the page draws it. */
export interface DrawnOperation {
  /** Lane from the top. */
  readonly lane: number;
  readonly partition: string;
  readonly words: string;
  /** Ranks of call and return among all events; null: it never returned. */
  readonly from: number;
  readonly to: number | null;
  /** Recorded times, if there are any. */
  readonly fromTime: number | null;
  readonly toTime: number | null;
  readonly line: number;
  /** Place in the legal order of its partition, from 0; null if it has none. */
  readonly place: number | null;
  readonly state: 'ok' | 'unknown' | 'failed';
}

/** A whole history, to be drawn. */
export interface DrawnHistory {
  readonly title: string;
  /** The verdict in a line, and the reason if there is one. */
  readonly verdict: string;
  readonly good: boolean;
  readonly reasons: readonly string[];
  readonly lanes: readonly string[];
  readonly operations: readonly DrawnOperation[];
  /** Indices of the operations that clash, the bad one first. */
  readonly clash: readonly number[];
  /** Ranks run from 0 to this. */
  readonly events: number;
}

const part = (name: string): string => readFileSync(path.join(import.meta.dirname, name), 'utf8');

/** One page that needs nothing else. The viewer shows texts as texts, never as markup. */
export function historyPage(history: DrawnHistory): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<title>${escaped(history.title)}</title>
<style>${part('history.css')}</style>
</head>
<body>
<header>
<h1 id="verdict"></h1>
<ol id="reasons"></ol>
<form id="controls">
<label>key <select id="key"></select></label>
<label>client <select id="client"></select></label>
<label><input id="time" type="checkbox"> true time</label>
<label><input id="order" type="checkbox" checked> order</label>
<button id="clash" type="button">clash (c)</button>
<button id="all" type="button">all (0)</button>
<span id="help">arrows move · + and − zoom · n, p next and previous operation</span>
</form>
</header>
<main>
<canvas id="canvas" tabindex="0" aria-label="operations in time, a lane for each client"></canvas>
</main>
<footer id="selected" aria-live="polite"></footer>
<script id="data" type="application/json">${inScript(JSON.stringify(history))}</script>
<script>${part('history.js')}</script>
</body>
</html>
`;
}
