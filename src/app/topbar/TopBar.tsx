import { ArrowLeft, Images, PanelRight } from 'lucide-react';
import { Suspense } from 'react';
import { revealSetting, togglePanelAction } from '../../actions/viewActions';
import { backendName, useEngine } from '../../engineState/engine';
import { ADDRESSES, useRoute } from '../../shell/route';
import type { EngineState } from '../../engine/engine';
import { Button } from '../../ui/Button';
import { later } from '../../ui/later';
import { ActionButton } from '../ActionButton';
import { AppMarks } from '../installed/AppMarks';
import { firstPaint } from '../firstPaint';
import { MainMenu } from './MainMenu';
import { Mark } from './Mark';
import styles from './TopBar.module.css';

const EditorControls = later(() => firstPaint.then(() => import('../edit/EditorControls')));

interface TopBarProps {
  panelShown: boolean;
}

export function TopBar({ panelShown }: TopBarProps) {
  const screen = useRoute((state) => state.screen);
  return (
    <header className={styles.bar}>
      <MainMenu />
      <h1 className={styles.name}>
        <Mark />
        Outpane
      </h1>
      <ScreenLink />
      <Suspense fallback={<div className={styles.space} />}>
        {screen === 'canvas' ? <EditorControls /> : <div className={styles.space} />}
      </Suspense>
      <AppMarks />
      <EngineChip />
      {screen === 'canvas' && <ActionButton action={togglePanelAction} icon={PanelRight} pressed={panelShown} />}
    </header>
  );
}

/** The way to the other screen. */
function ScreenLink() {
  const screen = useRoute((state) => state.screen);
  const onCanvas = screen === 'canvas';
  const Icon = onCanvas ? Images : ArrowLeft;
  return (
    <a className={styles.link} href={onCanvas ? ADDRESSES.gallery : ADDRESSES.canvas}>
      <Icon size={16} aria-hidden />
      <span className={styles.linkText}>{onCanvas ? 'Gallery' : 'Canvas'}</span>
    </a>
  );
}

/** What runs, in few words; leads to the Engine region. */
function EngineChip() {
  const state = useEngine((store) => store.state);
  return (
    <Button className={styles.engine} data-tip="What Outpane runs on" onClick={() => revealSetting('engine')}>
      <span className={styles.light} data-status={state.status} />
      <span className={styles.engineText}>{chipText(state)}</span>
    </Button>
  );
}

function chipText(state: EngineState): string {
  if (state.status === 'starting') return 'Starting';
  if (state.status === 'failed') return 'Can’t run here';
  const { info } = state;
  if (info.backend === 'webgpu') return `${backendName(info)}, ${info.adapter}`;
  return `CPU, ${info.threads} ${info.threads === 1 ? 'thread' : 'threads'}`;
}
