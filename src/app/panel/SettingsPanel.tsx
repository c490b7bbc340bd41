import { EngineRegion } from './EngineRegion';
import { ModelGroup } from './ModelGroup';
import { PictureGroup } from './PictureGroup';
import { SamplingGroup } from './SamplingGroup';
import styles from './SettingsPanel.module.css';

/** All settings, in the panel beside the picture or in a sheet. */
export default function SettingsPanel() {
  return (
    <div className={styles.panel}>
      <PictureGroup />
      <SamplingGroup />
      <ModelGroup />
      <EngineRegion />
    </div>
  );
}
