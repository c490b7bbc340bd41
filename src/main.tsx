import '@fontsource-variable/inter/wght.css';
import './ui/tokens.css';
import './ui/base.css';
import { startTransition, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import { boot } from './app/boot';
import { Broken } from './app/Broken';
import { firstPaint } from './app/firstPaint';
import { listenFromTheStart } from './app/installedApp';

listenFromTheStart();
const table = firstPaint.then(boot);

const root = document.getElementById('root');
if (root) {
  // A transition is rendered in slices: a slow phone stays awake meanwhile.
  startTransition(() =>
    createRoot(root).render(
      <StrictMode>
        <Broken>
          <App table={table} />
        </Broken>
      </StrictMode>,
    ),
  );
}
