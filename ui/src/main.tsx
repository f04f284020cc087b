import '@fontsource-variable/inter/opsz.css';
import '@mantine/core/styles.css';
import '@mantine/dates/styles.css';
import './kit/theme/tokens.css';
import './kit/theme/base.css';
import 'dayjs/locale/de';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { startWords } from './i18n';
import { App } from './shell/app';
import { connect } from './wire';

const root = document.getElementById('root');
if (root) {
  await Promise.all([connect(), startWords()]);
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
