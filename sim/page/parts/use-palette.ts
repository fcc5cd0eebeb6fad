import { useEffect, useState } from 'preact/hooks';

/** The colours of the theme as a canvas understands them: it knows no variables, and no colour that depends on light and dark. */
export function usePalette<Name extends string>(names: readonly Name[]): Readonly<Record<Name, string>> {
  const [palette, setPalette] = useState(() => resolved(names));
  useEffect(() => {
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    const changed = (): void => setPalette(resolved(names));
    scheme.addEventListener('change', changed);
    return () => scheme.removeEventListener('change', changed);
  }, [names]);
  return palette;
}

function resolved<Name extends string>(names: readonly Name[]): Readonly<Record<Name, string>> {
  const probe = document.createElement('span');
  document.body.append(probe);
  const colours = names.map((name) => {
    probe.style.color = `var(--${name})`;
    return [name, getComputedStyle(probe).color];
  });
  probe.remove();
  return Object.fromEntries(colours) as Record<Name, string>; // of all these names
}
