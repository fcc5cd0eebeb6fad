import { inScript } from '../html.ts';
import type { Settings } from './data.ts';

/** HTML shell of the single-page app, which fetches its data. */
export const shell = (settings: Settings): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>wavetank</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/app.css">
</head>
<body>
<div id="app"></div>
<script id="data" type="application/json">${inScript(JSON.stringify(settings))}</script>
<script src="/app.js"></script>
</body>
</html>
`;
