import '@fontsource-variable/inter/wght.css';
import './ui/tokens.css';
import './ui/base.css';
// Before all others: it says what they throw.
import { canStart } from './app/lastWords';
import { startTransition, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import { boot } from './app/boot';
import { Broken } from './app/Broken';
import { firstPaint } from './app/firstPaint';
import { listenFromTheStart } from './app/installedApp';

const root = document.getElementById('root');
if (root && canStart()) {
  listenFromTheStart();
  const table = firstPaint.then(boot);
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
