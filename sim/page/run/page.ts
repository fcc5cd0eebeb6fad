import { readFileSync } from 'node:fs';
import path from 'node:path';
import { escaped, inScript, POLICY } from '../html.ts';
import type { Recording } from '../recording/recording.ts';

const part = (name: string): string => readFileSync(path.join(import.meta.dirname, name), 'utf8');

/** One page that needs nothing else: style, viewer and the run as JSON. The viewer shows texts as texts, never as markup. */
export function page(recording: Recording): string {
  const { system, seed } = recording;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<title>${escaped(`${system} ${seed}`)}</title>
<style>${part('viewer.css')}</style>
</head>
<body>
<header>
<div id="headline"></div>
<form id="controls">
<input id="search" type="search" placeholder="search (/)" aria-label="search">
<span id="hits" role="status"></span>
<fieldset id="kinds" aria-label="kinds of events"></fieldset>
</form>
</header>
<main>
<div id="diagram" tabindex="0" aria-label="space-time diagram: arrow keys step, v goes to the violation, o to the operation">
<canvas id="canvas"></canvas><div id="height"></div>
</div>
<aside>
<section id="selected" aria-live="polite"></section>
<section id="states"></section>
<section id="history"></section>
</aside>
</main>
<script id="data" type="application/json">${inScript(JSON.stringify(recording))}</script>
<script>${part('viewer.js')}</script>
</body>
</html>
`;
}
