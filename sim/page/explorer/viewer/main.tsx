import '../../parts/theme.css';
import '../../parts/shell/key-help.css';
import '../../parts/state-panel.css';
import './explorer.css';
import { mount } from '../../parts/shell/mount.tsx';
import { App } from './app.tsx';

mount(App);
