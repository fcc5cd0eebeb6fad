import '../../parts/theme.css';
import '../../parts/page.css';
import './history.css';
import { mount } from '../../parts/shell/mount.tsx';
import { App } from './app.tsx';

mount(App);
