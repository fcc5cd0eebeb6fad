import './language.ts';
import 'uplot/dist/uPlot.min.css';
import '../../parts/theme.css';
import '../../parts/page.css';
import './web.css';
import { mount } from '../../parts/shell/mount.tsx';
import { App } from './app.tsx';

mount(App);
