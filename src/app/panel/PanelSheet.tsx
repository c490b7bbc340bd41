import { useLayout } from '../../shell/layout';
import { Dialog } from '../../ui/Dialog';
import SettingsPanel from './SettingsPanel';

/** The settings on a phone. */
export default function PanelSheet() {
  const set = useLayout((state) => state.set);
  return (
    <Dialog title="Settings" look="sheet" onClose={() => set({ sheetOpen: false })}>
      <SettingsPanel />
    </Dialog>
  );
}
