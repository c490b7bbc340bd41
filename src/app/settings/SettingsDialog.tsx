import { PHONE_SCREEN, useLayout, type Theme } from '../../shell/layout';
import { SelectRow } from '../../ui/SelectRow';
import { SwitchRow } from '../../ui/SwitchRow';
import { Dialog } from '../../ui/Dialog';
import { useMediaQuery } from '../../ui/useMediaQuery';
import { AppSection } from './AppSection';
import { DataSection } from './DataSection';
import { MakingSection } from './MakingSection';
import { PresetsSection } from './PresetsSection';
import { Section } from './Section';
import { StylesSection } from './StylesSection';
import styles from './settings.module.css';

const THEMES: readonly { value: Theme; label: string }[] = [
  { value: 'system', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
];

/** What holds for the whole app. The next picture's settings are in the panel. */
export default function SettingsDialog() {
  const { theme, motion, set } = useLayout();
  const phone = useMediaQuery(PHONE_SCREEN);
  return (
    <Dialog title="Settings" look={phone ? 'sheet' : 'dialog'} onClose={() => set({ dialog: null })}>
      <div className={styles.sections}>
        <Section title="Look">
          <SelectRow label="Theme" value={theme} choices={THEMES} onChange={(next) => set({ theme: next })} />
          <SwitchRow
            label="Reduced motion"
            checked={motion === 'reduced'}
            onChange={(on) => set({ motion: on ? 'reduced' : 'system' })}
          />
        </Section>
        <MakingSection />
        <PresetsSection />
        <StylesSection />
        <AppSection />
        <DataSection />
      </div>
    </Dialog>
  );
}
