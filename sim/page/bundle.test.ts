import path from 'node:path';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { bundleOf, SOURCE_FOLDERS, VIEWERS } from './bundle.ts';
import { document } from './document.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

describe('the bundle of a page', () => {
  it.each(VIEWERS)('should need nothing from elsewhere, and end no element: %s', (name) => {
    const { script, style } = bundleOf(name);
    expect(script.length).toBeGreaterThan(10_000);
    expect(script).not.toMatch(/<\/script|<!--|\bimport\s*\(|\brequire\(/i);
    expect(style).not.toMatch(/<\/style|@import|url\(/i);
    // The same again, whether it is made or kept.
    expect(bundleOf(name)).toEqual({ script, style });
  });

  it.each(VIEWERS)('should be made anew when any of its sources has changed: %s', async (name) => {
    const { metafile } = await build({
      entryPoints: [path.join(import.meta.dirname, name, 'viewer/main.tsx')],
      bundle: true,
      write: false,
      metafile: true,
      outdir: 'out',
      jsx: 'automatic',
      jsxImportSource: 'preact',
    });
    const inputs = Object.keys(metafile.inputs).map((file) => path.relative(ROOT, path.resolve(file)));
    const own = inputs.filter((file) => !file.startsWith('node_modules'));
    expect(own.length).toBeGreaterThan(10);
    expect(own.filter((file) => !SOURCE_FOLDERS.some((folder) => file.startsWith(`${folder}/`)))).toEqual([]);
  });

  it('should embed any data so that they stay data', () => {
    const hostile = { text: '</script><script>alert(1)</script><!-- \u2028\u2029 ]]> & "' };
    const html = document('<b>&"</b>', 'run', hostile);
    expect(html).toContain('<title>&lt;b&gt;&amp;&quot;&lt;/b&gt;</title>');
    const data = /<script id="data" type="application\/json">(.*?)<\/script>/s.exec(html)?.[1] ?? '';
    expect(data).not.toMatch(/[<\u2028\u2029]/);
    expect(JSON.parse(data)).toEqual(hostile);
    expect(html.match(/<script/g)).toHaveLength(2);
  });
});
