import { useLayout } from '../../stores/layout';
import { useModel } from '../../stores/model';
import { Dialog } from '../../ui/Dialog';
import styles from './dialogs.module.css';

/** What this is, and whom it thanks. */
export default function AboutDialog() {
  const set = useLayout((state) => state.set);
  const card = useModel((state) => state.card);
  return (
    <Dialog title="About Outpane" onClose={() => set({ dialog: null })}>
      <p className={styles.text}>
        A diffusion studio in a browser tab. Prompts, pictures and the model stay on this machine; nothing is sent
        anywhere.
      </p>
      <p className={`${styles.text} ${styles.soft}`}>The code is under the MIT licence.</p>
      {card && (
        <>
          <h3 className={styles.heading}>
            Model: {card.name}, revision {card.revision}
          </h3>
          <ul className={styles.credits}>
            {card.attributions.map(({ what, licence, source }) => (
              <li key={what}>
                {what}
                <small>
                  {licence}, {source}
                </small>
              </li>
            ))}
          </ul>
        </>
      )}
    </Dialog>
  );
}
