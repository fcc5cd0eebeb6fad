import { type ComponentType, render } from 'preact';

/** Draws a page from the data that stand in it. */
export function mount<Data>(App: ComponentType<{ readonly data: Data }>): void {
  const data = JSON.parse(document.getElementById('data')?.textContent ?? 'null') as Data; // written beside this script
  const app = document.getElementById('app');
  if (app !== null) render(<App data={data} />, app);
}
