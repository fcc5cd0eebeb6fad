import { gzipSync } from 'node:zlib';
import { bundleOf, type ViewerName } from './bundle.ts';
import { escaped, inScript, POLICY } from './html.ts';

/** From this many characters on data are packed: a page of 100,000 events has a tenth of the size, and opens sooner. */
const PACKED_FROM = 2_000_000;
const PACKING_LEVEL = 4;

interface DocumentOptions {
  /** Whether it may ask the server that it came from; other pages may stand anywhere and ask nobody. */
  readonly connects?: boolean;
}

/** One page that needs nothing else: style, viewer, and what it shows as JSON. */
export function document(
  title: string,
  viewer: ViewerName,
  data: unknown,
  { connects = false }: DocumentOptions = {},
): string {
  const { script, style } = bundleOf(viewer);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}${connects ? "; connect-src 'self'" : ''}">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
<div id="app"></div>
${dataElement(JSON.stringify(data))}
<script>${script}</script>
</body>
</html>
`;
}

/** Read by `parts/shell/data.ts`. */
function dataElement(json: string): string {
  if (json.length < PACKED_FROM)
    return `<script id="data" type="application/json">${inScript(json)}</script>`;
  const packed = gzipSync(json, { level: PACKING_LEVEL }).toString('base64');
  return `<script id="data" type="application/json+gzip">${packed}</script>`;
}
