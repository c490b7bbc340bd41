import { spell } from '../../actions/shortcuts';
import { ACTIONS } from '../../actions/allActions';
import { useLayout } from '../../shell/layout';
import { Dialog } from '../../ui/Dialog';
import { commandGroups } from './commandGroups';
import styles from './commands.module.css';

/** What the pointer does that has no command of its own. */
const GESTURES: readonly [what: string, how: string][] = [
  ['Zoom', 'Wheel, pinch'],
  ['Move the view', 'Space and drag, middle button, two fingers'],
  ['Undo', 'Tap with two fingers'],
  ['Expand both sides', 'Shift and drag an edge'],
  ['Expand finely', 'Ctrl and drag an edge'],
  ['Keep proportions', 'Alt and drag an edge'],
  ['Erase with the brush, paint with the eraser', 'Alt and drag'],
];

/** Commands of one name do the same in different places: one line says it. */
const WITH_KEYS = ACTIONS.filter(
  ({ label, shortcuts }, i) =>
    shortcuts && shortcuts.length > 0 && ACTIONS.findIndex((other) => other.label === label) === i,
);

/** Every shortcut, from the table of commands. */
export default function ShortcutSheet() {
  return (
    <Dialog title="Shortcuts" onClose={() => useLayout.getState().set({ dialog: null })}>
      {commandGroups(WITH_KEYS).map(([group, actions]) => (
        <section key={group}>
          <h3 className={styles.group}>{group}</h3>
          <dl className={styles.list}>
            {actions.map(({ id, label, shortcuts = [] }) => (
              <div key={id} className={styles.row}>
                <dt>{label}</dt>
                <dd className={styles.keys}>
                  {shortcuts.map((shortcut) => (
                    <kbd key={shortcut} className={styles.key}>
                      {spell(shortcut)}
                    </kbd>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      <h3 className={styles.group}>Pointer and touch</h3>
      <dl className={styles.list}>
        {GESTURES.map(([what, how]) => (
          <div key={what} className={styles.row}>
            <dt>{what}</dt>
            <dd className={styles.how}>{how}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
