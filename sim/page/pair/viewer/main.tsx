import '../../parts/theme.css';
import '../../parts/page.css';
import '../../parts/space-time/space-time.css';
import '../../parts/state-panel.css';
import './pair.css';
import { mount } from '../../parts/shell/mount.tsx';
import { App } from './app.tsx';

mount(App);
