import { type ComponentType, render } from 'preact';
import { pageData } from './data.ts';

/** Draws a page from the data that stand in it. */
export function mount<Data>(App: ComponentType<{ readonly data: Data }>): void {
  const app = document.getElementById('app');
  if (app === null) return;
  const draw = (data: Data): void => render(<App data={data} />, app);
  const data = pageData<Data>(draw);
  if (data !== undefined) draw(data);
  else render(<p class="faint">unpacking…</p>, app);
}
