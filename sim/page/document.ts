import { bundleOf, type ViewerName } from './bundle.ts';
import { escaped, inScript, POLICY } from './html.ts';

/** One page that needs nothing else: style, viewer, and what it shows as JSON. */
export function document(title: string, viewer: ViewerName, data: unknown): string {
  const { script, style } = bundleOf(viewer);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
<div id="app"></div>
<script id="data" type="application/json">${inScript(JSON.stringify(data))}</script>
<script>${script}</script>
</body>
</html>
`;
}
