import { Suspense, useEffect, useLayoutEffect, useRef } from 'react';
import { isBlank, shownCandidate } from '../editor/document';
import { presentDocument } from '../editor/editorState';
import { useEditMode, verbOf } from '../jobs/editMode';
import { useEditor } from '../editor/editor';
import { useIncoming } from '../exchange/incoming';
import { LYING_SCREEN, PHONE_SCREEN, useLayout, WIDE_SCREEN } from '../shell/layout';
import { useOpening } from '../shell/opening';
import { useResults } from '../library/results';
import { useRoute } from '../shell/route';
import { activeJob } from '../jobs/jobQueue';
import { useJobs, watchAgain } from '../jobs/jobs';
import { useOpenedResult } from '../library/openedResult';
import { Button } from '../ui/Button';
import { later } from '../ui/later';
import { Tips } from '../ui/Tips';
import { useMediaQuery } from '../ui/useMediaQuery';
import { PromptDock } from './dock/PromptDock';
import { ProblemCard } from './problems/ProblemCard';
import resultStyles from './results/ResultBar.module.css';
import { Welcome } from './stage/Welcome';
import type * as tableCode from './tableParts';
import { Toasts } from './Toasts';
import { TopBar } from './topbar/TopBar';
import { firstPaint, tellFirstScreen } from './firstPaint';
import { keepFocus } from './keepFocus';
import { useFreeArea } from './useFreeArea';
import { useLoaded } from './useLoaded';
import { useShownJob } from './useShownJob';
import styles from './App.module.css';

const SettingsPanel = later(() => firstPaint.then(() => import('./panel/SettingsPanel')));
const PanelSheet = later(() => import('./panel/PanelSheet'));
const AboutDialog = later(() => import('./about/AboutDialog'));
const SettingsDialog = later(() => import('./settings/SettingsDialog'));
const IncomingDialog = later(() => import('./incoming/IncomingDialog'));
const EditTools = later(() => import('./edit/EditTools'));
const ToolRail = later(() => import('./edit/ToolRail'));
const ArtworkBar = later(() => import('./edit/ArtworkBar'));
const Filmstrip = later(() => import('./results/Filmstrip'));
const ResultBar = later(() => import('./results/ResultBar').then((file) => ({ default: file.ResultBar })));
const FormingBar = later(() => import('./results/ResultBar').then((file) => ({ default: file.FormingBar })));
const ExportDialog = later(() => import('./edit/ExportDialog'));
const CommandPalette = later(() => import('./edit/CommandPalette'));
const ShortcutSheet = later(() => import('./edit/ShortcutSheet'));
const Gallery = later(() => import('./gallery/Gallery'));
const StorageDialog = later(() => import('./dialogs/StorageDialog'));

interface AppProps {
  /** The code of the table, which is started when it is there. */
  table: Promise<typeof tableCode>;
}

/** The one screen: the picture on its table, and what floats over the margins. */
export function App({ table }: AppProps) {
  const { panelOpen, sheetOpen, dialog, theme, motion } = useLayout();
  const screen = useRoute((state) => state.screen);
  const incoming = useIncoming((state) => state.incoming);
  const phone = useMediaQuery(PHONE_SCREEN);
  const wide = useMediaQuery(WIDE_SCREEN);
  const panelShown = phone ? sheetOpen : (panelOpen ?? wide);
  const shell = useRef<HTMLDivElement>(null);

  useEffect(tellFirstScreen, []);

  useEffect(() => (shell.current ? keepFocus(shell.current) : undefined), []);

  useLayoutEffect(() => {
    if (theme === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  }, [theme]);

  useLayoutEffect(() => {
    if (motion === 'system') delete document.documentElement.dataset.motion;
    else document.documentElement.dataset.motion = motion;
  }, [motion]);

  return (
    <div ref={shell} className={styles.shell}>
      <TopBar panelShown={panelShown} />
      {screen === 'canvas' && <Table code={table} phone={phone} panelShown={panelShown} />}
      <Suspense fallback={<Arriving />}>{screen === 'gallery' && <Gallery />}</Suspense>
      <Suspense>
        {phone && sheetOpen && <PanelSheet />}
        {dialog === 'about' && <AboutDialog />}
        {dialog === 'storage' && <StorageDialog />}
        {dialog === 'settings' && <SettingsDialog />}
        {dialog === 'export' && <ExportDialog />}
        {dialog === 'palette' && <CommandPalette />}
        {dialog === 'shortcuts' && <ShortcutSheet />}
        {incoming && <IncomingDialog incoming={incoming} />}
      </Suspense>
      <Tips />
      <Toasts />
    </div>
  );
}

/** Where the gallery is going to be. Its code may not come at all. */
function Arriving() {
  return (
    <main className={styles.arriving}>
      <ProblemCard />
    </main>
  );
}

interface TableProps {
  code: Promise<typeof tableCode>;
  phone: boolean;
  panelShown: boolean;
}

function Table({ code, phone, panelShown }: TableProps) {
  const loaded = useLoaded(code);
  const lying = useMediaQuery(LYING_SCREEN);
  const blank = useEditor((state) => isBlank(presentDocument(state)));
  const tools = useEditor((state) => {
    const document = presentDocument(state);
    return !isBlank(document) && !document.staging;
  });
  const opening = useOpening((state) => state.opening);
  const mode = useEditMode();
  const [freeElement, free] = useFreeArea();
  const shown = useShownJob();
  const some = useResults((state) => state.pictures.length > 0);
  const open = (
    <div ref={freeElement} className={styles.free}>
      {blank && !shown && !opening && (
        <div className={styles.scroll}>
          <Welcome />
        </div>
      )}
      <Suspense>{!phone && tools && <ToolRail />}</Suspense>
    </div>
  );
  const edits = (!blank || shown) && (
    <div className={styles.bars}>
      <Suspense>{!blank && <EditTools />}</Suspense>
    </div>
  );
  const strip = (
    <div className={styles.strip}>
      <Suspense>{some && <Filmstrip />}</Suspense>
    </div>
  );
  const dock = <PromptDock verb={verbOf(mode)} />;
  return (
    <main className={styles.table}>
      {loaded && <loaded.Stage free={free} />}
      {lying ? (
        <div className={`${styles.margins} ${styles.lying}`}>
          <div className={styles.tools}>
            <Suspense>{tools && <ToolRail look="pairs" />}</Suspense>
          </div>
          {open}
          <div className={styles.side}>
            <div className={styles.scrolled}>
              {/* First what waits for a hand: the rest may have to be scrolled to. */}
              {edits}
              <PictureBar blank={blank} />
              <ProblemCard />
              {strip}
            </div>
            {dock}
          </div>
        </div>
      ) : (
        <div className={styles.margins}>
          {!phone && strip}
          <div className={styles.centre}>
            <PictureBar blank={blank} />
            {open}
            {edits}
            <Suspense>{phone && tools && <ToolRail look="row" />}</Suspense>
            <ProblemCard />
            {phone && strip}
            {dock}
          </div>
          {!phone && panelShown && (
            <aside className={styles.panel} aria-label="Settings">
              <Suspense>
                <SettingsPanel />
              </Suspense>
            </aside>
          )}
        </div>
      )}
    </main>
  );
}

/** What lies on the table: the picture that forms, a result, or what has become of one. */
function PictureBar({ blank }: { blank: boolean }) {
  const undecided = useEditor((state) => shownCandidate(presentDocument(state)) !== null);
  const forming = useShownJob();
  const unseen = useJobs((state) => !state.watching && activeJob(state)?.work.kind === 'picture');
  const opened = useOpenedResult();
  return (
    <>
      <Suspense>
        {forming && <FormingBar job={forming} />}
        {!undecided && !forming && opened && <ResultBar key={opened.id} meta={opened} />}
      </Suspense>
      {unseen && (
        <Button className={resultStyles.back} onClick={watchAgain}>
          Back to the forming picture
        </Button>
      )}
      <Suspense>{!forming && (undecided || !opened) && !blank && <ArtworkBar />}</Suspense>
    </>
  );
}
